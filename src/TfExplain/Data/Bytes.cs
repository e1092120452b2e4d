using System.Buffers;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Reads what a file declares without trusting it: memory grows with what is really there.</summary>
internal static class Bytes
{
    private const int FirstStep = 1 << 20;

    /// <summary>Exactly <paramref name="count"/> bytes of a stream; <paramref name="offset"/> is where they begin, for the message.</summary>
    public static byte[] ReadExactly(Stream stream, long count, string name, long offset)
    {
        if (count > Array.MaxLength) throw new DatasetException($"{name}: expected at most {Array.MaxLength} bytes at byte {offset}; the file declares {count}.");
        var bytes = new byte[Math.Min(count, FirstStep)];
        var have = 0;
        while (true)
        {
            var read = stream.ReadAtLeast(bytes.AsSpan(have), bytes.Length - have, throwOnEndOfStream: false);
            have += read;
            if (have < bytes.Length) throw new DatasetException($"{name}: expected {count} bytes at byte {offset}; the file ends after {have} of them.");
            if (have == count) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, have * 2L));
        }
    }

    /// <summary>Everything up to the stream's end, at most <paramref name="limit"/> bytes.</summary>
    public static byte[] ReadToEnd(Stream stream, int limit, string name)
    {
        using var all = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int n; (n = stream.Read(buffer)) > 0; all.Write(buffer, 0, n))
                if (all.Length + n > limit) throw new DatasetException($"{name}: expected at most {limit} bytes; found more.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return all.ToArray();
    }
}
