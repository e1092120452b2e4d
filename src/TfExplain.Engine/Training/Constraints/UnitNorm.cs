using TfExplain.Engine;

namespace TfExplain.Training.Constraints;

/// <summary>Norms are 1.</summary>
public sealed record UnitNorm : NormConstraint
{
    /// <summary>A constraint over one axis.</summary>
    public UnitNorm(int axis = 0) : base([axis])
    {
    }

    /// <summary>A constraint over some axes.</summary>
    public UnitNorm(Ints axes) : base(axes)
    {
    }

    private protected override double Desired(double norm) => 1;
}
