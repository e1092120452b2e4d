namespace TfExplain.Engine.Kernels;

/// <summary>The kernel positions [First, End) along one axis that lie inside the input, for one output position.</summary>
internal readonly record struct PoolingWindow(int Start, int First, int End, int Dilation)
{
    public static PoolingWindow At(int output, int input, int kernel, int stride, int dilation, int padding)
    {
        var start = output * stride - padding;
        var first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        var end = start >= input ? 0 : Math.Min(kernel, (input - 1 - start) / dilation + 1);
        return new PoolingWindow(start, first, Math.Max(first, end), dilation);
    }

    public int Count => End - First;

    public int Position(int k) => Start + k * Dilation;
}
