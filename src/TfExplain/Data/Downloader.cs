using System.Net;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// Downloads files over HTTP. What has arrived is kept in a file <c>.part</c> and resumed, also by a later process, as long as the server's validator
/// (<c>ETag</c> or <c>Last-Modified</c>) says that the file is the same; the file gets its name only when it is whole and its checksum is right.
/// </summary>
/// <param name="client">The client to use, or null for one of its own.</param>
public sealed class Downloader(HttpClient? client = null)
{
    private static readonly HttpClient Shared = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly HttpClient _client = client ?? Shared;

    /// <summary>How often a file is tried when the connection fails or the server is busy.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; it doubles with each further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing may arrive before an attempt counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most bytes of a file whose length is not known.</summary>
    public long MaxLength { get; init; } = 4L << 30;

    /// <summary>Downloads a file, making its folder.</summary>
    /// <param name="file">What to download.</param>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="progress">Told after each piece.</param>
    /// <param name="cancellation">Ends the download; what has arrived is kept for the next one.</param>
    /// <exception cref="DatasetException">The file cannot be had, or is not what was expected; the message names address and path.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task DownloadAsync(RemoteFile file, string path, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var part = PartialFile.Open(path);
        var wrong = 0;
        for (var attempt = 1; ; attempt++)
        {
            var resumed = part.Length > 0;
            try
            {
                await FetchAsync(file, part, progress, cancellation).ConfigureAwait(false);
                await part.CompleteAsync(file.Checksum, cancellation).ConfigureAwait(false);
                return;
            }
            // A wrong sum of a file in pieces says nothing of the file: once more from the beginning.
            catch (DatasetException) when (resumed && wrong++ == 0)
            {
                part.Clear();
            }
            catch (DatasetException e)
            {
                part.Delete();
                throw new DatasetException($"Cannot download {file.Address} to {path}: {e.Message}.", e);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is IOException or HttpRequestException or OperationCanceledException)
            {
                if (attempt >= Attempts || e is HttpRequestException { StatusCode: { } status } && !IsTransient(status))
                    throw new DatasetException($"Cannot download {file.Address} to {path}: {(e is OperationCanceledException ? $"nothing arrived for {Patience.TotalSeconds} seconds" : e.Message)}", e);
                await Task.Delay(Pause * (1 << Math.Min(attempt - 1, 8)), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestedRangeNotSatisfiable or >= HttpStatusCode.InternalServerError;

    private async Task FetchAsync(RemoteFile file, PartialFile part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (file.Length is { } whole && part.Length >= whole)
        {
            // Everything had arrived when the earlier process ended.
            if (part.Length == whole) return;
            part.Clear();
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
        part.AskForTheRest(request);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) part.Clear();
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}.", null, response.StatusCode);
        part.Accept(response);
        var total = response.Content.Headers.ContentLength is { } rest ? part.Length + rest : file.Length;
        var limit = file.Length ?? MaxLength;
        if (total > limit || file.Length is { } expected && total != expected) throw new DatasetException($"expected {(file.Length is null ? "at most " : "")}{limit} bytes; the server has {total}");
        using var body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        for (int n; (n = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0;)
        {
            if (part.Length + n > limit) throw new DatasetException($"expected at most {limit} bytes; the server sends more");
            await part.AppendAsync(buffer.AsMemory(0, n), cancellation).ConfigureAwait(false);
            progress?.Report(new(file.Name, part.Length, total));
            patience.CancelAfter(Patience);
        }
        if (total is { } all && part.Length < all) throw new IOException($"the connection ended after {part.Length} of {all} bytes.");
    }
}
