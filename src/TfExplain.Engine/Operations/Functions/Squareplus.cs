using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>(x + sqrt(x^2 + B)) / 2; slope y / sqrt(x^2 + B).</summary>
public readonly record struct Squareplus(float B) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x)
    {
        var root = Vector.SquareRoot(x * x + new Vector<float>(B));
        // For x < 0 the sum cancels; it equals B / (root - x).
        return new Vector<float>(0.5f) * Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(B) / (root - x), x + root);
    }

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Value(v) / Vector.SquareRoot(v * v + new Vector<float>(B));

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
