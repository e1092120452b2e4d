using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>1 where x = 0, else 0; slope 0.</summary>
public readonly record struct LogicalNot : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.Zero;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
