using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x min(max(x + 3, 0), 6) / 6; slope (2x + 3) / 6 where |x| &lt; 3, else 0 or 1.</summary>
public readonly record struct HardSwish : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x * Vector.Min(Vector.Max(x + new Vector<float>(3), Vector<float>.Zero), new(6)) / new Vector<float>(6);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        var inside = (v + v + new Vector<float>(3)) / new Vector<float>(6);
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(v, new(-3)), Vector<float>.Zero, Vector.ConditionalSelect(Vector.GreaterThanOrEqual(v, new(3)), Vector<float>.One, inside));
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
