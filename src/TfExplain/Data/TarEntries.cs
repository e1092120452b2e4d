using System.Text;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// Reads the regular files of a tar archive (POSIX ustar) one after another. The framework's reader allocates what the head of a long name or of extended
/// attributes declares, up to 2 GiB; this one passes such records over, whose names here are of no concern.
/// </summary>
internal static class TarEntries
{
    private const int Block = 512, MaxEntries = 10_000;

    /// <summary>Hands each file with its path and its content, limited to its length, to <paramref name="read"/>.</summary>
    /// <param name="stream">The archive, unpacked.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="maxTotal">The most bytes of all files.</param>
    /// <param name="read">Reads the content or leaves it.</param>
    public static void Read(Stream stream, string name, long maxTotal, Action<string, long, Stream> read)
    {
        var head = new byte[Block];
        long at = 0;
        for (var entries = 0; ; entries++)
        {
            var have = stream.ReadAtLeast(head, Block, throwOnEndOfStream: false);
            // Two blocks of zeros end an archive; the first of them is enough.
            if (have == Block && !head.AsSpan().ContainsAnyExcept((byte)0)) return;
            if (have < Block) throw new DatasetException($"{name}: expected the head of a file or the archive's end at byte {at}; the archive ends at byte {at + have}.");
            if (Octal(head.AsSpan(148, 8)) is not { } sum || sum != Sum(head)) throw new DatasetException($"{name}: expected the head of a file in a tar archive at byte {at}; its checksum is wrong.");
            if (Octal(head.AsSpan(124, 12)) is not { } length || length > maxTotal - at || entries == MaxEntries)
                throw new DatasetException($"{name}: expected at most {MaxEntries} files of {maxTotal} bytes together; the one at byte {at} is beyond that.");
            using (var content = new LimitedStream(stream, length))
            {
                if (head[156] is 0 or (byte)'0') read(Text(head.AsSpan(0, 100)), length, content);
                content.Skip(name, at + Block, (Block - length % Block) % Block);
            }
            at += Block + (length + Block - 1) / Block * Block;
        }
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.Latin1.GetString(field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field);

    // Digits between spaces, ended by a space or a zero; null for anything else, such as the binary numbers of files beyond 8 GiB.
    private static long? Octal(ReadOnlySpan<byte> field)
    {
        field = field.Trim((byte)' ');
        if (field.IndexOf((byte)0) is var end and >= 0) field = field[..end].TrimEnd((byte)' ');
        long value = 0;
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = value * 8 + digit - '0';
        }
        return value;
    }

    // The sum of the head's bytes with its own field taken as spaces.
    private static int Sum(ReadOnlySpan<byte> head)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? 0 : head[i];
        return sum;
    }
}
