namespace TfExplain.Data;

/// <summary>A NumPy array of unsigned bytes of a pickle, in C order.</summary>
internal sealed class PickledBytes
{
    public int[] Shape { get; set; } = [];

    public ReadOnlyMemory<byte> Data { get; set; }
}
