namespace TfExplain.Training.Initializers;

/// <summary>w uniform within sqrt(6 / fan in) of 0. (He et al., 2015, arXiv 1502.01852.)</summary>
public sealed record HeUniform() : VarianceScaling(2, FanMode.FanIn, VarianceDistribution.Uniform);
