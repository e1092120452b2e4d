using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>What one step of one sequence reads: the weights, the projected input and the state before.</summary>
internal readonly ref struct RecurrentStep(ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, ReadOnlySpan<float> projection, ReadOnlySpan<float> previous, int units)
{
    private readonly ReadOnlySpan<float> _kernel = kernel;

    /// <summary>The recurrent bias, empty if there is none.</summary>
    public ReadOnlySpan<float> Bias { get; } = bias;

    /// <summary>x W + b of this step, one block of units per gate.</summary>
    public ReadOnlySpan<float> Projection { get; } = projection;

    /// <summary>The state after the step before.</summary>
    public ReadOnlySpan<float> Previous { get; } = previous;

    public int Units { get; } = units;

    private int Stride => _kernel.Length / Units;

    /// <summary>The block of units number <paramref name="index"/>.</summary>
    public ReadOnlySpan<float> Block(ReadOnlySpan<float> blocks, int index, int count = 1) => blocks.Slice(index * Units, count * Units);

    /// <inheritdoc cref="Block(ReadOnlySpan{float}, int, int)"/>
    public Span<float> Block(Span<float> blocks, int index, int count = 1) => blocks.Slice(index * Units, count * Units);

    /// <summary>y += h R, for the columns of R from block <paramref name="gate"/> on. Each y is one sum in the order of the rows.</summary>
    public void AddProduct(ReadOnlySpan<float> h, int gate, Span<float> y)
    {
        int width = Vector<float>.Count, stride = Stride, start = gate * Units;
        var i = 0;
        for (; i + 4 * width <= y.Length; i += 4 * width)
        {
            var block = y.Slice(i, 4 * width);
            Vector<float> a = Vectorized.Load(block, 0), b = Vectorized.Load(block, width), c = Vectorized.Load(block, 2 * width), d = Vectorized.Load(block, 3 * width);
            for (var k = 0; k < h.Length; k++)
            {
                var row = _kernel.Slice(k * stride + start + i, 4 * width);
                var factor = new Vector<float>(h[k]);
                a = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row, 0), a);
                b = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row, width), b);
                c = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row, 2 * width), c);
                d = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row, 3 * width), d);
            }
            Vectorized.Store(a, block, 0);
            Vectorized.Store(b, block, width);
            Vectorized.Store(c, block, 2 * width);
            Vectorized.Store(d, block, 3 * width);
        }
        for (; i < y.Length; i += width)
        {
            var block = y.Slice(i, Math.Min(width, y.Length - i));
            var a = Vectorized.Load(block, 0);
            for (var k = 0; k < h.Length; k++)
                a = Vector.MultiplyAddEstimate(new(h[k]), Vectorized.Load(_kernel.Slice(k * stride + start + i, block.Length), 0), a);
            Vectorized.Store(a, block, 0);
        }
    }

    /// <summary>dh += dz R transposed, for the columns of R from block <paramref name="gate"/> on.</summary>
    public void AddTransposedProduct(ReadOnlySpan<float> dz, int gate, Span<float> dh)
    {
        var k = 0;
        for (; k + 4 <= dh.Length; k += 4)
        {
            ReadOnlySpan<float> row0 = Row(k, gate, dz.Length), row1 = Row(k + 1, gate, dz.Length), row2 = Row(k + 2, gate, dz.Length), row3 = Row(k + 3, gate, dz.Length);
            Vector<float> a = default, b = default, c = default, d = default;
            var i = 0;
            for (; i + Vector<float>.Count <= dz.Length; i += Vector<float>.Count)
            {
                var factor = Vectorized.Load(dz, i);
                a = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row0, i), a);
                b = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row1, i), b);
                c = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row2, i), c);
                d = Vector.MultiplyAddEstimate(factor, Vectorized.Load(row3, i), d);
            }
            dh[k] += Total(a, dz, row0, i);
            dh[k + 1] += Total(b, dz, row1, i);
            dh[k + 2] += Total(c, dz, row2, i);
            dh[k + 3] += Total(d, dz, row3, i);
        }
        for (; k < dh.Length; k++) dh[k] += Total(default, dz, Row(k, gate, dz.Length), 0);
    }

    private ReadOnlySpan<float> Row(int k, int gate, int length) => _kernel.Slice(k * Stride + gate * Units, length);

    private static float Total(Vector<float> lanes, ReadOnlySpan<float> dz, ReadOnlySpan<float> row, int start)
    {
        var sum = Vector.Sum(lanes);
        for (var i = start; i < row.Length; i++) sum += dz[i] * row[i];
        return sum;
    }
}
