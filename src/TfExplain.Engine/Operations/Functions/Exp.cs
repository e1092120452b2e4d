using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>exp(x); slope y.</summary>
public readonly record struct Exp : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Exp(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => v;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
