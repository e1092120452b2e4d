namespace TfExplain.Engine.Operations;

/// <summary>Windows that split an axis into <see cref="Size"/> parts: window i reaches from floor(i input / size) to, not including, ceil((i + 1) input / size).</summary>
internal readonly record struct AdaptiveWindows(int Size)
{
    public int Extent(int input) =>
        Size < 1 ? throw new ShapeException($"expected a positive number of windows, found {Size}.")
        : input == 0 ? throw new ShapeException($"an axis without elements cannot be pooled to {Size}.")
        : Size;

    public (int Start, int End) Window(int output, int input) =>
        ((int)((long)output * input / Size), (int)((((long)output + 1) * input + Size - 1) / Size));
}
