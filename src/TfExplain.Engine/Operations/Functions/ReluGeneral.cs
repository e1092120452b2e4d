using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>Max where x &gt;= Max, x where Threshold &lt; x &lt; Max, else NegativeSlope (x - Threshold): the layer ReLU of Keras.</summary>
public readonly record struct ReluGeneral(float Max, float NegativeSlope, float Threshold) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x)
    {
        var below = new Vector<float>(NegativeSlope) * (x - new Vector<float>(Threshold));
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(x, new(Threshold)), below, Vector.ConditionalSelect(Vector.GreaterThan(x, new(Max)), new(Max), x));
    }

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        var inside = Vector.GreaterThan(v, new(Threshold)) & Vector.LessThan(v, new(Max));
        return Vector.ConditionalSelect(inside, Vector<float>.One, Vector.ConditionalSelect(Vector.LessThan(v, new(Threshold)), new(NegativeSlope), Vector<float>.Zero));
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
