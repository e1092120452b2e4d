using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>w = 0.</summary>
public sealed record Zeros : Initializer
{
    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random) => values.Clear();
}
