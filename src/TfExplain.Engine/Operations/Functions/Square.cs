using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x^2; slope 2x.</summary>
public readonly record struct Square : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x * x;

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => v + v;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
