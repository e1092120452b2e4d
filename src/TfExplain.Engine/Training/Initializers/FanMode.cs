namespace TfExplain.Training.Initializers;

/// <summary>What <see cref="VarianceScaling"/> divides the variance by.</summary>
public enum FanMode
{
    /// <summary>The inputs of a unit.</summary>
    FanIn,

    /// <summary>The outputs of a unit.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    FanAvg,
}
