namespace TfExplain.Training.Initializers;

/// <summary>w truncated normal with variance 1 / fan in. (LeCun et al., 1998; Klambauer et al., 2017.)</summary>
public sealed record LecunNormal() : VarianceScaling(1, FanMode.FanIn, VarianceDistribution.TruncatedNormal);
