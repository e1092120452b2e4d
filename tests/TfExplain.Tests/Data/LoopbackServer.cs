using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TfExplain.Tests.Data;

/// <summary>An HTTP server on this machine that answers request number i as it is told, and then closes the connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, string, byte[]> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public LoopbackServer(Func<int, string, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/file.gz");

    /// <summary>The requests' heads.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>An answer with a head that claims more than the body has, if asked for.</summary>
    public static byte[] Answer(string status, byte[] body, string headers = "", int? length = null) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {length ?? body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    public void Dispose()
    {
        _end.Cancel();
        _serving.Wait();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_end.Token);
                using var stream = connection.GetStream();
                var head = new StringBuilder();
                var buffer = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, _end.Token) == 1) head.Append((char)buffer[0]);
                Requests.Add(head.ToString());
                await stream.WriteAsync(_answer(Requests.Count - 1, head.ToString()), _end.Token);
                connection.Client.Shutdown(SocketShutdown.Send);
                // Until the other side has closed too, lest it loses what is on its way.
                while (await stream.ReadAsync(buffer, _end.Token) == 1) continue;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // The server is being disposed.
        }
    }
}
