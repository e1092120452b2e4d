using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private const string Tag = "ETag: \"v1\"\r\n";
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];
    private static readonly Checksum Sum = Checksum.Sha256(Convert.ToHexString(SHA256.HashData(Content)));
    private readonly TemporaryFolder _folder = new();
    private readonly Downloader _downloader = new() { Pause = TimeSpan.FromMilliseconds(1) };

    public void Dispose() => _folder.Dispose();

    private string Target => Path.Combine(_folder.Path, "inner", "file.gz");

    private Task Download(LoopbackServer server, Checksum? sum = null, long? length = null) => _downloader.DownloadAsync(new(server.Address, length, sum ?? Sum), Target);

    private static byte[] Rest(int from, string tag = Tag) =>
        LoopbackServer.Answer("206 Partial Content", Content[from..], $"{tag}Content-Range: bytes {from}-{Content.Length - 1}/{Content.Length}\r\n");

    private static byte[] Cut(int at, string tag = Tag) => LoopbackServer.Answer("200 OK", Content[..at], tag, Content.Length);

    private void ShouldBeWhole()
    {
        File.ReadAllBytes(Target).ShouldBe(Content);
        Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldBe([Target]);
    }

    private void ShouldBeAbsent() => Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldBeEmpty();

    [Fact]
    public async Task A_file_arrives_whole()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", Content));
        List<DownloadProgress> told = [];
        await _downloader.DownloadAsync(new(server.Address, 5000, Sum), Target, new Told(told.Add));
        ShouldBeWhole();
        told[^1].ShouldBe(new DownloadProgress("file.gz", 5000, 5000));
    }

    [Fact]
    public async Task A_cut_connection_is_resumed()
    {
        using var server = new LoopbackServer((request, _) => request switch { 0 => Cut(1000), 1 => LoopbackServer.Answer("206 Partial Content", Content[1000..3000], $"{Tag}Content-Range: bytes 1000-4999/5000\r\n", 4000), _ => Rest(3000) });
        await Download(server);
        ShouldBeWhole();
        server.Requests.Count.ShouldBe(3);
        server.Requests[0].ShouldNotContain("Range");
        server.Requests[1].ShouldContain("Range: bytes=1000-");
        server.Requests[1].ShouldContain("If-Range: \"v1\"");
        server.Requests[2].ShouldContain("Range: bytes=3000-");
    }

    [Fact]
    public async Task A_later_process_goes_on()
    {
        using (var server = new LoopbackServer((request, _) => request == 0 ? Cut(1000) : LoopbackServer.Answer("404 Gone", [])))
            (await Should.ThrowAsync<DatasetException>(() => Download(server))).Message.ShouldContain("404");
        File.Exists(Target).ShouldBeFalse();
        using var again = new LoopbackServer((_, _) => Rest(1000));
        await Download(again);
        again.Requests.ShouldHaveSingleItem().ShouldContain("Range: bytes=1000-");
        ShouldBeWhole();
    }

    [Fact]
    public async Task A_changed_file_is_begun_afresh()
    {
        // The validator has changed, so that the server sends all of the new file.
        using var server = new LoopbackServer((request, _) => request == 0
            ? LoopbackServer.Answer("200 OK", new byte[1000], "ETag: \"old\"\r\n", 6000)
            : LoopbackServer.Answer("200 OK", Content, Tag));
        await Download(server);
        server.Requests[1].ShouldContain("If-Range: \"old\"");
        ShouldBeWhole();
    }

    [Fact]
    public async Task A_part_of_a_changed_file_is_not_mixed_in()
    {
        // A server that heeds Range but not If-Range.
        using var server = new LoopbackServer((request, _) => request switch { 0 => LoopbackServer.Answer("200 OK", new byte[1000], "ETag: \"old\"\r\n", 5000), 1 => Rest(1000), _ => LoopbackServer.Answer("200 OK", Content, Tag) });
        await Download(server);
        server.Requests.Count.ShouldBe(3);
        ShouldBeWhole();
    }

    [Fact]
    public async Task Pieces_that_do_not_fit_together_are_fetched_again()
    {
        using var server = new LoopbackServer((request, _) => request switch { 0 => LoopbackServer.Answer("200 OK", new byte[1000], Tag, 5000), 1 => Rest(1000), _ => LoopbackServer.Answer("200 OK", Content, Tag) });
        await Download(server);
        server.Requests.Count.ShouldBe(3);
        server.Requests[2].ShouldNotContain("Range");
        ShouldBeWhole();
    }

    [Theory]
    [InlineData("")]
    [InlineData(Tag)]
    public async Task A_server_without_ranges_is_asked_for_everything(string tag)
    {
        using var server = new LoopbackServer((request, _) => request == 0 ? Cut(1000, tag) : LoopbackServer.Answer("200 OK", Content, tag));
        await Download(server);
        server.Requests[1].Contains("Range", StringComparison.Ordinal).ShouldBe(tag.Length > 0);
        ShouldBeWhole();
    }

    [Fact]
    public async Task A_part_of_unknown_origin_is_not_used()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".part", new byte[100]);
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", Content, Tag));
        await Download(server);
        server.Requests.ShouldHaveSingleItem().ShouldNotContain("Range");
        ShouldBeWhole();
    }

    [Fact]
    public async Task A_range_out_of_reach_is_begun_afresh()
    {
        using var server = new LoopbackServer((request, _) => request switch { 0 => LoopbackServer.Answer("200 OK", Content, Tag, 6000), 1 => LoopbackServer.Answer("416 Range Not Satisfiable", []), _ => LoopbackServer.Answer("200 OK", Content, Tag) });
        await Download(server);
        server.Requests[2].ShouldNotContain("Range");
        ShouldBeWhole();
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", Content, Tag));
        var error = await Should.ThrowAsync<DatasetException>(() => Download(server, Checksum.Md5("00ff")));
        error.Message.ShouldBe($"Cannot download {server.Address} to {Target}: expected MD5 00ff; found a639f24b2f2ecd1457eec6a7af942894.");
        server.Requests.Count.ShouldBe(1);
        ShouldBeAbsent();
    }

    [Theory]
    [InlineData(4999)]
    [InlineData(5001)]
    public async Task A_wrong_length_is_refused(long expected)
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", Content, Tag));
        (await Should.ThrowAsync<DatasetException>(() => Download(server, length: expected))).Message.ShouldContain($"expected {expected} bytes; the server has 5000");
        ShouldBeAbsent();
    }

    // Without Content-Length the end of the connection is the end of the file.
    [Theory]
    [InlineData(4999, "sends more")]
    [InlineData(5001, "ended after 5000 of 5001 bytes")]
    public async Task A_length_that_only_shows_at_the_end_is_refused(long expected, string says)
    {
        using var server = new LoopbackServer((_, _) => [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. Content]);
        (await Should.ThrowAsync<DatasetException>(() => Download(server, length: expected))).Message.ShouldContain(says);
        File.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_asked_for_once()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("404 Not Found", []));
        (await Should.ThrowAsync<DatasetException>(() => Download(server))).Message.ShouldContain("404 Not Found");
        server.Requests.Count.ShouldBe(1);
        ShouldBeAbsent();
    }

    [Fact]
    public async Task A_busy_server_is_asked_a_few_times()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("503 Service Unavailable", []));
        await Should.ThrowAsync<DatasetException>(() => Download(server));
        server.Requests.Count.ShouldBe(4);
        using var better = new LoopbackServer((request, _) => request < 2 ? LoopbackServer.Answer("503 Service Unavailable", []) : LoopbackServer.Answer("200 OK", Content));
        await Download(better);
        ShouldBeWhole();
    }

    // A server that takes the request and says nothing.
    [Fact]
    public async Task Silence_ends_an_attempt()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Uri address = new($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/file.gz");
        var impatient = new Downloader { Attempts = 2, Pause = TimeSpan.Zero, Patience = TimeSpan.FromMilliseconds(50) };
        (await Should.ThrowAsync<DatasetException>(() => impatient.DownloadAsync(new(address), Target))).Message.ShouldContain("nothing arrived for 0.05 seconds");
        ShouldBeAbsent();
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        using var other = new FileStream(Target + ".part", FileMode.Create, FileAccess.Write, FileShare.None);
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", Content));
        (await Should.ThrowAsync<DatasetException>(() => Download(server))).Message.ShouldContain("another download");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_keeps_what_has_arrived()
    {
        using var source = new CancellationTokenSource();
        using (var server = new LoopbackServer((_, _) => Cut(2000)))
            await Should.ThrowAsync<OperationCanceledException>(() => _downloader.DownloadAsync(new(server.Address, null, Sum), Target, new Told(_ => source.Cancel()), source.Token));
        File.Exists(Target).ShouldBeFalse();
        var have = (int)new FileInfo(Target + ".part").Length;
        have.ShouldBeGreaterThan(0);
        using var again = new LoopbackServer((_, _) => Rest(have));
        await Download(again);
        ShouldBeWhole();
    }

    private sealed class Told(Action<DownloadProgress> tell) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => tell(value);
    }
}
