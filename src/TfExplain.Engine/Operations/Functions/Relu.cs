using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>min(max(x, 0), Max); slope 1 where 0 &lt; y &lt; Max, else 0. NaN stays NaN.</summary>
public readonly record struct Relu(float Max) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) =>
        // Written as selections on x: a comparison with NaN is false, so NaN reaches the output.
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero,
            Vector.ConditionalSelect(Vector.GreaterThan(x, new(Max)), new(Max), x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) =>
        Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<float>.Zero) & Vector.LessThan(v, new(Max)), Vector<float>.One, Vector<float>.Zero);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
