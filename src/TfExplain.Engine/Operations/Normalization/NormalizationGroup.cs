using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>A function of two elements and a mean, lane by lane.</summary>
internal interface IMoment
{
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> mean);
}

/// <summary>
/// Elements that share their statistics: runs of <see cref="Width"/> elements from each of <see cref="Starts"/> on. Either all of them are one group,
/// or each position of a run that fits one vector is a group of its own.
/// </summary>
internal readonly struct NormalizationGroup(int offset, int[] starts, int width, bool isOne)
{
    // Sums are carried in blocks of this many vectors, so that the rounding error does not grow with the number of elements.
    private const int Block = 64;

    public int[] Starts { get; } = starts;

    public int Width { get; } = width;

    public Span<float> Run(Span<float> x, int start) => x.Slice(offset + start, Width);

    /// <summary>The mean of a function of a and b over the group, in each lane the one of its position.</summary>
    public Vector<float> Mean<TMoment>(Span<float> a, Span<float> b, Vector<float> mean) where TMoment : IMoment
    {
        var total = Vector<float>.Zero;
        var runs = Math.Max(1, Block * Vector<float>.Count / Width);
        for (var first = 0; first < Starts.Length; first += runs)
        {
            var partial = Vector<float>.Zero;
            foreach (var start in Starts.AsSpan(first, Math.Min(runs, Starts.Length - first))) partial += Sum<TMoment>(Run(a, start), Run(b, start), mean);
            total += partial;
        }
        return isOne ? new(Vector.Sum(total) / ((float)Starts.Length * Width)) : total / new Vector<float>(Starts.Length);
    }
    private static Vector<float> Sum<TMoment>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Vector<float> mean) where TMoment : IMoment
    {
        var total = Vector<float>.Zero;
        var full = a.Length - a.Length % Vector<float>.Count;
        for (var i = 0; i < full;)
        {
            var partial = Vector<float>.Zero;
            for (var end = Math.Min(full, i + Block * Vector<float>.Count); i < end; i += Vector<float>.Count)
                partial += TMoment.Of(Vectorized.Load(a, i), Vectorized.Load(b, i), mean);
            total += partial;
        }
        if (full == a.Length) return total;
        var tail = TMoment.Of(Vectorized.Load(a, full), Vectorized.Load(b, full), mean);
        return total + Vector.ConditionalSelect(Vector.LessThan(Vector<float>.Indices, new(a.Length - full)), tail, default);
    }
}
