using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>How a weight gets its first values.</summary>
public abstract partial record Initializer
{
    /// <summary>Replaces the caller's random numbers by those of a seed, so that every weight of the same shape gets the same values, as in Keras 2; null to use the caller's.</summary>
    public int? Seed { get; init; }

    /// <summary>Fills a weight in row-major order. The same numbers give the same values.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or the initialiser cannot fill such a shape.</exception>
    public void Fill(Shape shape, Span<float> values, CounterRandom random)
    {
        if (values.Length != shape.Count) throw new ArgumentException($"A weight of shape {shape} has {shape.Count} values; room for {values.Length} was given.");
        if (values.Length > 0) Draw(shape, values, Seed is { } seed ? CounterRandom.Of(seed) : random);
    }

    /// <summary>Writes all values.</summary>
    protected abstract void Draw(Shape shape, Span<float> values, CounterRandom random);
}
