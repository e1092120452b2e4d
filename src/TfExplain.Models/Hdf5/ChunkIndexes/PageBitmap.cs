namespace TfExplain.Models.Hdf5;

/// <summary>Which pages of an array index were ever written; the first page is the highest bit of the first byte.</summary>
internal static class PageBitmap
{
    public static bool Contains(ReadOnlySpan<byte> bitmap, long page) => (bitmap[(int)(page / 8)] & 0x80 >> (int)(page % 8)) != 0;
}
