using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>w = 1.</summary>
public sealed record Ones : Initializer
{
    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random) => values.Fill(1);
}
