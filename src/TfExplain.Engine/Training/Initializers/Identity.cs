using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>w[i, j] = Gain where i = j, else 0; for matrices.</summary>
public sealed record Identity : Initializer
{
    /// <summary>An initialiser with this diagonal.</summary>
    public Identity(float gain = 1) => Gain = gain;

    /// <summary>The diagonal.</summary>
    public float Gain { get; init => field = Check.Finite(value); }

    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random)
    {
        if (shape.Rank != 2) throw new ArgumentException($"The initialiser Identity fills matrices; the weight has shape {shape}.");
        values.Clear();
        for (var i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = Gain;
    }
}
