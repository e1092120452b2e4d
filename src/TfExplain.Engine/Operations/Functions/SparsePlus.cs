using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>0 where x &lt;= -1, x where x &gt;= 1, else (x + 1)^2 / 4; slope min(max((x + 1) / 2, 0), 1).</summary>
public readonly record struct SparsePlus : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x)
    {
        var inside = new Vector<float>(0.25f) * (x + Vector<float>.One) * (x + Vector<float>.One);
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(x, -Vector<float>.One), Vector<float>.Zero, Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<float>.One), x, inside));
    }

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.Min(Vector.Max(new Vector<float>(0.5f) * (v + Vector<float>.One), Vector<float>.Zero), Vector<float>.One);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
