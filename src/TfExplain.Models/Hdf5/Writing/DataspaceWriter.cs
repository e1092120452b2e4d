namespace TfExplain.Models.Hdf5.Writing;

/// <summary>Level 2A2b: the bytes of dataspace messages, version 2.</summary>
internal static class DataspaceWriter
{
    public static byte[] Scalar => [2, 0, 0, 0];

    public static byte[] Simple(ReadOnlySpan<long> extents)
    {
        var block = new BlockWriter().Bytes([2, checked((byte)extents.Length), 0, 1]);
        foreach (var extent in extents) block.Int64(extent);
        return block.ToArray();
    }
}
