using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>The natural logarithm; slope 1 / x.</summary>
public readonly record struct Log : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Log(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.One / v;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
