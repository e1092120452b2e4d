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
        Vector<float> total = default, partial = default;
        var count = 0;
        foreach (var start in Starts)
        {
            Span<float> runA = Run(a, start), runB = Run(b, start);
            for (var i = 0; i < Width; i += Vector<float>.Count)
            {
                var term = TMoment.Of(Vectorized.Load(runA, i), Vectorized.Load(runB, i), mean);
                if (i + Vector<float>.Count > Width) term = Vector.ConditionalSelect(Vector.LessThan(Vector<float>.Indices, new(Width - i)), term, default);
                partial += term;
                if (++count % Block != 0) continue;
                total += partial;
                partial = default;
            }
        }
        total += partial;
        return isOne ? new(Vector.Sum(total) / ((float)Starts.Length * Width)) : total / new Vector<float>(Starts.Length);
    }
}
