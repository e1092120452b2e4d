namespace TfExplain.Training.Initializers;

/// <summary>How the values of <see cref="VarianceScaling"/> are distributed.</summary>
public enum VarianceDistribution
{
    /// <summary>Normal within two standard deviations, widened so that the variance is right.</summary>
    TruncatedNormal,

    /// <summary>Normal.</summary>
    UntruncatedNormal,

    /// <summary>Uniform.</summary>
    Uniform,
}
