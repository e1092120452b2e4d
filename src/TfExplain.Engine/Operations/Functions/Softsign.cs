using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x / (1 + |x|); slope 1 / (1 + |x|)^2.</summary>
public readonly record struct Softsign : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x / (Vector<float>.One + Vector.Abs(x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        var root = Vector<float>.One / (Vector<float>.One + Vector.Abs(v));
        return root * root;
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
