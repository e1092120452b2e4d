using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>The nearest integer, halves to the even one; slope 0.</summary>
public readonly record struct Round : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Round(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.Zero;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
