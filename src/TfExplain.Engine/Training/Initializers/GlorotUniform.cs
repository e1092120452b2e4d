namespace TfExplain.Training.Initializers;

/// <summary>w uniform within sqrt(6 / (fan in + fan out)) of 0. (Glorot and Bengio, 2010.)</summary>
public sealed record GlorotUniform() : VarianceScaling(1, FanMode.FanAvg, VarianceDistribution.Uniform);
