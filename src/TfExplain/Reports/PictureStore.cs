using System.Security.Cryptography;
using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>The pictures that a page shows: each different one once.</summary>
internal sealed class PictureStore
{
    private readonly Dictionary<string, int> _byHash = [];

    /// <summary>The encoded pictures with their media types.</summary>
    public List<(string Type, byte[] Bytes)> Pictures { get; } = [];

    /// <summary>Reads the frames' pictures; of each frame the places in <see cref="Pictures"/>, -1 for one that no browser shows.</summary>
    public Dictionary<PictureFrame, int[]> Load(IEnumerable<PictureFrame> frames, LogIndex index, CancellationToken cancellation)
    {
        var loaded = new Dictionary<PictureFrame, int[]>();
        // Sorted, so that equal input gives equal pages.
        foreach (var file in frames.GroupBy(f => f.File).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            using var reader = new EventReader(index.Files[file.Key], file.Key);
            foreach (var frame in file.OrderBy(f => f.Offset).ThenBy(f => f.Place))
            {
                cancellation.ThrowIfCancellationRequested();
                var strings = reader.ReadAt(frame.Offset).ElementAtOrDefault(frame.Place) is ValueEvent value ? value.Tensor.Strings : null;
                loaded[frame] = strings is null ? [] : [.. strings.Skip(2).Select(Place)];
            }
        }
        return loaded;
    }

    private int Place(ReadOnlyMemory<byte> picture)
    {
        if (TypeOf(picture.Span) is not { } type) return -1;
        var hash = Convert.ToHexString(SHA256.HashData(picture.Span));
        if (!_byHash.TryGetValue(hash, out var place))
        {
            _byHash[hash] = place = Pictures.Count;
            Pictures.Add((type, picture.ToArray()));
        }
        return place;
    }

    private static string? TypeOf(ReadOnlySpan<byte> file) =>
        file.Length > 8 && file[0] == 0x89 && file[1..].StartsWith("PNG\r\n\x1a\n"u8) ? "image/png"
        : file.Length > 3 && file[0] == 0xff && file[1] == 0xd8 ? "image/jpeg"
        : file.StartsWith("GIF8"u8) ? "image/gif" : null;
}
