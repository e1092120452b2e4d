using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>The largest integer not above x; slope 0.</summary>
public readonly record struct Floor : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Floor(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.Zero;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
