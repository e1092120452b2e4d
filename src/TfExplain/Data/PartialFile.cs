using System.Net;
using System.Net.Http.Headers;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>What has arrived of a download, <c>x.part</c>, and in <c>x.part.tag</c> the server's validator of the file that it is a part of.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int MaxTag = 1024;

    private readonly string _path;
    private readonly FileStream _file;
    private string? _tag;

    private PartialFile(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        if (File.Exists(TagPath) && new FileInfo(TagPath).Length <= MaxTag) _tag = File.ReadAllText(TagPath);
        // Without a validator nobody knows what file this is a part of.
        if (_tag is null) _file.SetLength(0);
        _file.Position = _file.Length;
    }

    public long Length => _file.Length;

    private string PartPath => _path + ".part";

    private string TagPath => _path + ".part.tag";

    public static PartialFile Open(string path)
    {
        try
        {
            return new(path, new(path + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"Cannot write {path}.part: {e.Message} Is another download of it running?", e);
        }
    }

    /// <summary>Asks for what is missing, on condition that the file is still the same.</summary>
    public void AskForTheRest(HttpRequestMessage request)
    {
        if (Length == 0 || _tag is null) return;
        request.Headers.Range = new(Length, null);
        request.Headers.TryAddWithoutValidation("If-Range", _tag);
    }

    /// <summary>Starts afresh unless the answer continues what is here.</summary>
    public void Accept(HttpResponseMessage response)
    {
        var tag = response.Headers.ETag is { IsWeak: false } etag ? etag.Tag : response.Content.Headers.LastModified?.ToString("r");
        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            if (Length > 0 && response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } && from == Length && (tag is null || tag == _tag)) return;
            Clear();
            throw new IOException($"the server answered another part than the one asked for ({response.Content.Headers.ContentRange}).");
        }
        Clear();
        _tag = tag;
        if (tag is { Length: <= MaxTag }) File.WriteAllText(TagPath, tag);
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _file.WriteAsync(bytes, cancellation);

    public void Clear()
    {
        _tag = null;
        _file.SetLength(0);
        _file.Position = 0;
        File.Delete(TagPath);
    }

    /// <summary>Checks the bytes and gives the file its name.</summary>
    public async Task CompleteAsync(Checksum? checksum, CancellationToken cancellation)
    {
        _file.Flush(flushToDisk: true);
        if (checksum is not null) await checksum.CheckAsync(PartPath, cancellation).ConfigureAwait(false);
        // Windows does not rename a file that is open for writing.
        _file.Dispose();
        File.Move(PartPath, _path, overwrite: true);
        File.Delete(TagPath);
    }

    public void Delete()
    {
        _file.Dispose();
        File.Delete(PartPath);
        File.Delete(TagPath);
    }

    public void Dispose()
    {
        // Nothing is worth keeping of a download that brought nothing.
        if (_file.CanWrite && Length == 0) Delete();
        _file.Dispose();
    }
}
