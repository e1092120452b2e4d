using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>min(max(Factor x + Offset, 0), 1): 0.2 and 0.5 in Keras 2, 1/6 and 0.5 in Keras 3 (relu6(x + 3) / 6), 0.5 and 0.5 for its sparse sigmoid; slope Factor where 0 &lt; y &lt; 1.</summary>
public readonly record struct HardSigmoid(float Factor, float Offset) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Min(Vector.Max(new Vector<float>(Factor) * x + new Vector<float>(Offset), Vector<float>.Zero), Vector<float>.One);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<float>.Zero) & Vector.LessThan(v, Vector<float>.One), new(Factor), Vector<float>.Zero);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
