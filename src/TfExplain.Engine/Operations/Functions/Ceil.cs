using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>The smallest integer not below x; slope 0.</summary>
public readonly record struct Ceil : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Ceiling(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.Zero;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
