using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>min(max(x, Min), Max); slope 1 where Min &lt;= x &lt;= Max, else 0. <c>Clip(-1, 1)</c> is hard tanh. NaN stays NaN.</summary>
public readonly record struct Clip(float Min, float Max) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, new(Min)), new(Min), Vector.ConditionalSelect(Vector.GreaterThan(x, new(Max)), new(Max), x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.GreaterThanOrEqual(v, new(Min)) & Vector.LessThanOrEqual(v, new(Max)), Vector<float>.One, Vector<float>.Zero);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
