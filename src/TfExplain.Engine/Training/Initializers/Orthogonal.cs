using System.Numerics.Tensors;
using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>
/// w as a matrix [all axes but the last, last axis] has orthogonal columns, or rows if there are fewer, of length Gain: normal numbers, orthogonalised one
/// after another (which makes them uniform among all such matrices). O(values x fewer extent). (Saxe et al., 2014, arXiv 1312.6120.)
/// </summary>
public sealed record Orthogonal : Initializer
{
    /// <summary>An initialiser with this length of columns.</summary>
    public Orthogonal(float gain = 1) => Gain = gain;

    /// <summary>The length of the columns or rows.</summary>
    public float Gain { get; init => field = Check.Finite(value); }

    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random)
    {
        if (shape.Rank < 2) throw new ArgumentException($"The initialiser Orthogonal fills matrices and kernels; the weight has shape {shape}.");
        int columns = shape[^1], rows = values.Length / columns, vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        random.Normal(values);
        var basis = new double[vectors][];
        for (var k = 0; k < vectors; k++)
        {
            var v = basis[k] = new double[length];
            for (var i = 0; i < length; i++) v[i] = values[k * length + i];
            // Twice is enough: the second pass removes what rounding left in the first.
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < k; j++) TensorPrimitives.MultiplyAdd(basis[j], -TensorPrimitives.Dot<double>(basis[j], v), v, v);
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<double>(v), v);
        }
        for (var k = 0; k < vectors; k++)
            for (var i = 0; i < length; i++) values[rows >= columns ? i * columns + k : k * columns + i] = (float)(Gain * basis[k][i]);
    }
}
