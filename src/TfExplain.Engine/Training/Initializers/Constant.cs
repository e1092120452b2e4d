using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>w = Value.</summary>
public sealed record Constant : Initializer
{
    /// <summary>An initialiser with this value.</summary>
    public Constant(float value = 0) => Value = value;

    /// <summary>The value.</summary>
    public float Value { get; init => field = Check.Finite(value); }

    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random) => values.Fill(Value);
}
