using System.IO.Compression;

namespace TfExplain.Models.Hdf5;

internal static class Deflate
{
    /// <summary>The most that deflate can shrink data: one bit pair for 258 bytes.</summary>
    public const long MaxRatio = 1032;

    /// <summary>Inflates a zlib stream of about <paramref name="expected"/> bytes and stops with an error after <paramref name="limit"/>.</summary>
    public static byte[] Decode(FileSpace space, byte[] packed, int expected, long limit, long position)
    {
        if (expected > (packed.Length + 1) * MaxRatio)
            throw space.Error(position, $"{packed.Length} bytes of gzip data cannot hold a chunk of {expected} bytes.");
        // One byte more than allowed tells a stream that ends from one that goes on.
        var buffer = new byte[limit + 1];
        var length = Inflate(space, packed, buffer, position);
        if (length > limit)
            throw space.Error(position, $"gzip data inflate to more than the {expected} bytes of their chunk.");
        return buffer[..length];
    }

    private static int Inflate(FileSpace space, byte[] packed, byte[] buffer, long position)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        // The inflater reports some damage as I/O errors; reading memory has none of its own.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw space.Error(position, $"the gzip data of a chunk are damaged: {e.Message}", e);
        }
    }
}
