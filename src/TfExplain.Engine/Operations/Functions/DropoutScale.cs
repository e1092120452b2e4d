using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>0 where u &lt; Rate, else 1 / (1 - Rate): what dropout multiplies by, from a uniform number.</summary>
public readonly record struct DropoutScale(float Rate) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, new(Rate)), Vector<float>.Zero, new(1 / (1 - Rate)));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.Zero;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
