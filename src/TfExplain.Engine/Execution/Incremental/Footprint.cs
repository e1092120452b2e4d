using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution.Incremental;

/// <summary>
/// Where the copies of an image differ from it, at one value of the network: a rectangle of one size for all copies, at a place of its own for each.
/// </summary>
internal sealed class Footprint
{
    private Footprint(int[] tops, int[] lefts, int height, int width)
    {
        Tops = tops;
        Lefts = lefts;
        Height = height;
        Width = width;
    }

    public int[] Tops { get; }

    public int[] Lefts { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Patches at the given corners, moved inside the image where they stick out.</summary>
    public static Footprint Of(IReadOnlyList<(int Top, int Left)> corners, int height, int width, Shape image) => new(
        [.. corners.Select(c => Math.Min(c.Top, image[1] - height))], [.. corners.Select(c => Math.Min(c.Left, image[2] - width))], height, width);

    /// <summary>The outputs of a window operation that see a changed input.</summary>
    public Footprint Through(Windows windows, Shape input, Shape output)
    {
        var (tops, height) = Axis(windows, 0, Tops, Height, input[1], output[1]);
        var (lefts, width) = Axis(windows, 1, Lefts, Width, input[2], output[2]);
        return new(tops, lefts, height, width);
    }

    /// <summary>The inputs that the outputs of this footprint see: their places and extents, over the border where windows reach there.</summary>
    public Footprint Seen(Windows windows, Shape input)
    {
        int Start(int axis, int place) => place * windows.Strides[axis] - windows.Padding.Resolve(axis, input[axis + 1], windows.Reach(axis), windows.Strides[axis]).Before;
        return new([.. Tops.Select(t => Start(0, t))], [.. Lefts.Select(l => Start(1, l))],
            (Height - 1) * windows.Strides[0] + windows.Reach(0), (Width - 1) * windows.Strides[1] + windows.Reach(1));
    }

    /// <summary>The smallest footprint that holds both.</summary>
    public Footprint Union(Footprint other, Shape shape)
    {
        var (tops, height) = Join(Tops, Height, other.Tops, other.Height, shape[1]);
        var (lefts, width) = Join(Lefts, Width, other.Lefts, other.Width, shape[2]);
        return new(tops, lefts, height, width);
    }

    /// <summary>The footprint of a padded value.</summary>
    public Footprint Shifted(int down, int right) => new([.. Tops.Select(t => t + down)], [.. Lefts.Select(l => l + right)], Height, Width);

    /// <summary>Everything.</summary>
    public Footprint Whole(Shape shape) => new(new int[Tops.Length], new int[Lefts.Length], shape[1], shape[2]);

    public bool SameAs(Footprint other) => Height == other.Height && Width == other.Width && Tops.AsSpan().SequenceEqual(other.Tops) && Lefts.AsSpan().SequenceEqual(other.Lefts);

    /// <summary>
    /// Along an axis, output o reads inputs o s - p ... o s - p + reach - 1, so a change in [a, a + n) reaches outputs from ceil((a + p - reach + 1) / s) to floor((a + n - 1 + p) / s).
    /// </summary>
    private static (int[] Starts, int Extent) Axis(Windows windows, int axis, int[] starts, int extent, int input, int output)
    {
        int stride = windows.Strides[axis], reach = windows.Reach(axis);
        var before = windows.Padding.Resolve(axis, input, reach, stride).Before;
        var low = starts.Select(a => Math.Max(0, CeilingDivide(a + before - reach + 1, stride))).ToArray();
        var most = starts.Zip(low, (a, l) => Math.Min(output - 1, (a + extent - 1 + before) / stride) - l + 1).Max();
        return ([.. low.Select(l => Math.Min(l, output - most))], most);
    }

    private static (int[] Starts, int Extent) Join(int[] a, int extentA, int[] b, int extentB, int size)
    {
        var low = a.Zip(b, Math.Min).ToArray();
        var most = Enumerable.Range(0, low.Length).Max(i => Math.Max(a[i] + extentA, b[i] + extentB) - low[i]);
        return ([.. low.Select(l => Math.Min(l, size - most))], most);
    }

    private static int CeilingDivide(int a, int b) => a >= 0 ? (a + b - 1) / b : -(-a / b);
}
