namespace TfExplain.Training.Initializers;

/// <summary>w truncated normal with variance 2 / (fan in + fan out). (Glorot and Bengio, 2010.)</summary>
public sealed record GlorotNormal() : VarianceScaling(1, FanMode.FanAvg, VarianceDistribution.TruncatedNormal);
