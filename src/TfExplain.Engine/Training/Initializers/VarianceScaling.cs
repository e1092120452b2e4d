using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>
/// w of mean 0 and variance Scale / n with n the number of a unit's inputs (fan in), outputs (fan out) or their mean. For a kernel [taps..., in, out] the fans
/// are in and out times the number of taps.
/// </summary>
public record VarianceScaling : Initializer
{
    /// <summary>An initialiser of this variance.</summary>
    public VarianceScaling(double scale = 1, FanMode mode = FanMode.FanIn, VarianceDistribution distribution = VarianceDistribution.TruncatedNormal) =>
        (Scale, Mode, Distribution) = (scale, mode, distribution);

    /// <summary>The variance for n = 1.</summary>
    public double Scale { get; init => field = value > 0 ? Check.Finite(value) : throw new ArgumentOutOfRangeException(nameof(Scale), $"Scale takes a number above 0; {value} was given."); }

    /// <summary>What n counts.</summary>
    public FanMode Mode { get; init; }

    /// <summary>How values are distributed.</summary>
    public VarianceDistribution Distribution { get; init; }

    /// <summary>The inputs and outputs of a unit of a weight of this shape.</summary>
    public static (double In, double Out) Fans(Shape shape)
    {
        if (shape.Rank < 2) return shape.Rank == 0 ? (1, 1) : (shape[0], shape[0]);
        double taps = shape.Product(0, shape.Rank - 2);
        return (taps * shape[^2], taps * shape[^1]);
    }

    /// <inheritdoc/>
    protected sealed override void Draw(Shape shape, Span<float> values, CounterRandom random)
    {
        var (fanIn, fanOut) = Fans(shape);
        var variance = Scale / Math.Max(1, Mode switch { FanMode.FanIn => fanIn, FanMode.FanOut => fanOut, _ => (fanIn + fanOut) / 2 });
        if (Distribution == VarianceDistribution.Uniform)
        {
            var limit = (float)Math.Sqrt(3 * variance);
            random.Uniform(values, -limit, limit);
        }
        else if (Distribution == VarianceDistribution.UntruncatedNormal) random.Normal(values, (float)Math.Sqrt(variance));
        else Truncated.Fill(values, (float)(Math.Sqrt(variance) / Truncated.Deviation), random);
    }
}
