using TfExplain.Engine;

namespace TfExplain.Training.Constraints;

/// <summary>Norms are at most MaxValue. (Srivastava et al., 2014.)</summary>
public sealed record MaxNorm : NormConstraint
{
    /// <summary>A constraint over one axis.</summary>
    public MaxNorm(double maxValue = 2, int axis = 0) : this(maxValue, [axis])
    {
    }

    /// <summary>A constraint over some axes.</summary>
    public MaxNorm(double maxValue, Ints axes) : base(axes) => MaxValue = maxValue;

    /// <summary>The largest norm.</summary>
    public double MaxValue { get; init => field = Check.NotNegative(value); }

    private protected override double Desired(double norm) => Math.Min(norm, MaxValue);
}
