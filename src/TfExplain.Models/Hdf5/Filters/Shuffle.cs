namespace TfExplain.Models.Hdf5;

/// <summary>Shuffling stores the first bytes of all elements, then the second bytes, and so on.</summary>
internal static class Shuffle
{
    public static byte[] Decode(byte[] shuffled, uint elementSize)
    {
        if (elementSize <= 1 || elementSize > shuffled.Length)
            return shuffled;
        var size = (int)elementSize;
        var count = shuffled.Length / size;
        var plain = new byte[shuffled.Length];
        for (var b = 0; b < size; b++)
        {
            var plane = shuffled.AsSpan(b * count, count);
            for (int i = 0, at = b; i < plane.Length; i++, at += size)
                plain[at] = plane[i];
        }
        // Bytes after the last whole element are stored as they are.
        shuffled.AsSpan(count * size).CopyTo(plain.AsSpan(count * size));
        return plain;
    }
}
