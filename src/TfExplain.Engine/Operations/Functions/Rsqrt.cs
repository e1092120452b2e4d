using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>1 / sqrt(x); slope -y^3 / 2.</summary>
public readonly record struct Rsqrt : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector<float>.One / Vector.SquareRoot(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => new Vector<float>(-0.5f) * v * v * v;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
