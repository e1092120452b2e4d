namespace TfExplain.Training.Initializers;

/// <summary>w truncated normal with variance 2 / fan in. (He et al., 2015, arXiv 1502.01852.)</summary>
public sealed record HeNormal() : VarianceScaling(2, FanMode.FanIn, VarianceDistribution.TruncatedNormal);
