using TfExplain.Engine;

namespace TfExplain.Training.Constraints;

/// <summary>Norms n become Rate clip(n, MinValue, MaxValue) + (1 - Rate) n.</summary>
public sealed record MinMaxNorm : NormConstraint
{
    /// <summary>A constraint over one axis.</summary>
    public MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, int axis = 0) : this(minValue, maxValue, rate, [axis])
    {
    }

    /// <summary>A constraint over some axes.</summary>
    /// <exception cref="ArgumentException">The least norm is above the largest.</exception>
    public MinMaxNorm(double minValue, double maxValue, double rate, Ints axes) : base(axes)
    {
        (MinValue, MaxValue, Rate) = (minValue, maxValue, rate);
        if (minValue > maxValue) throw new ArgumentException($"MinValue {minValue} is above MaxValue {maxValue}.");
    }

    /// <summary>The least norm.</summary>
    public double MinValue { get; init => field = Check.NotNegative(value); }

    /// <summary>The largest norm.</summary>
    public double MaxValue { get; init => field = Check.NotNegative(value); }

    /// <summary>How far each step goes; 1 enforces the bounds.</summary>
    public double Rate { get; init => field = Check.Fraction(value); }

    private protected override double Desired(double norm) => Rate * Math.Max(MinValue, Math.Min(norm, MaxValue)) + (1 - Rate) * norm;
}
