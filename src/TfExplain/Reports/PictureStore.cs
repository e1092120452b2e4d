using System.Buffers.Binary;
using System.Security.Cryptography;
using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>The pictures that a page shows: each different one once.</summary>
internal sealed class PictureStore
{
    private const int HeaderLength = 33;
    private const ulong MaximumPixels = 1 << 26;

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

    /// <summary>The media type; null for what no browser shows, or for a PNG that declares more pixels than a page can want.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> file)
    {
        if (file.Length > HeaderLength && file[0] == 0x89 && file[1..].StartsWith("PNG\r\n\x1a\n"u8))
            return (ulong)BinaryPrimitives.ReadUInt32BigEndian(file[16..]) * BinaryPrimitives.ReadUInt32BigEndian(file[20..]) <= MaximumPixels ? "image/png" : null;
        return file is [0xff, 0xd8, 0xff, ..] ? "image/jpeg" : file.StartsWith("GIF8"u8) ? "image/gif" : null;
    }
}
