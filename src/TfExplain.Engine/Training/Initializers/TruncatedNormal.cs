using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>w normal with mean Mean and standard deviation Stddev before what lies beyond two standard deviations is drawn again.</summary>
public sealed record TruncatedNormal : Initializer
{
    /// <summary>An initialiser with this mean and deviation.</summary>
    public TruncatedNormal(float mean = 0, float stddev = 0.05f) => (Mean, Stddev) = (mean, stddev);

    /// <summary>The mean.</summary>
    public float Mean { get; init => field = Check.Finite(value); }

    /// <summary>The standard deviation.</summary>
    public float Stddev { get; init => field = Check.NotNegative(value); }

    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random)
    {
        Truncated.Fill(values, Stddev, random);
        foreach (ref var value in values) value += Mean;
    }
}
