using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x moved towards 0 by Threshold, 0 where |x| &lt;= Threshold.</summary>
public readonly record struct SoftShrink(float Threshold) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(x), new(Threshold)), Vector<float>.Zero, x - Vector.CopySign(new Vector<float>(Threshold), x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(v), new(Threshold)), Vector<float>.Zero, Vector<float>.One);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
