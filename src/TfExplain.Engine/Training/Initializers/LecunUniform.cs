namespace TfExplain.Training.Initializers;

/// <summary>w uniform within sqrt(3 / fan in) of 0. (LeCun et al., 1998.)</summary>
public sealed record LecunUniform() : VarianceScaling(1, FanMode.FanIn, VarianceDistribution.Uniform);
