using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>A condition that a weight is brought back to after every step.</summary>
public abstract partial record Constraint
{
    /// <summary>Changes a weight, in row-major order, to meet the condition.</summary>
    /// <exception cref="ArgumentException">An axis does not exist in the shape, or the number of values differs.</exception>
    public void Apply(Shape shape, Span<float> weight)
    {
        if (weight.Length != shape.Count) throw new ArgumentException($"A weight of shape {shape} has {shape.Count} values; {weight.Length} were given.");
        Project(shape, weight);
    }

    /// <summary>Writes the nearest values that meet the condition.</summary>
    protected abstract void Project(Shape shape, Span<float> weight);
}
