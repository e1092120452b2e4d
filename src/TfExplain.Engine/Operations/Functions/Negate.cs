using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>-x.</summary>
public readonly record struct Negate : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => -x;

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => -Vector<float>.One;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
