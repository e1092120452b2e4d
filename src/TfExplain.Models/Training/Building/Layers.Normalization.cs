namespace TfExplain.Training;

/// <content>Normalisation layers.</content>
public static partial class Layers
{
    /// <summary>
    /// y = gamma (x - mean) / sqrt(variance + epsilon) + beta per channel, in training with the batch's mean and variance, else with their moving averages
    /// (Ioffe and Szegedy, 2015). Weights: gamma, beta, moving_mean, moving_variance, each [C].
    /// </summary>
    public static LayerSpec BatchNormalization(int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true, Setting? betaInitializer = null, Setting? gammaInitializer = null,
        Setting? movingMeanInitializer = null, Setting? movingVarianceInitializer = null, Setting? betaRegularizer = null, Setting? gammaRegularizer = null, Setting? betaConstraint = null, Setting? gammaConstraint = null,
        string? name = null) =>
        new Arguments("BatchNormalization").Set("axis", axis).Set("momentum", momentum).Set("epsilon", epsilon).Set("center", center).Set("scale", scale)
        .Weight("beta", betaInitializer, betaRegularizer, betaConstraint).Weight("gamma", gammaInitializer, gammaRegularizer, gammaConstraint)
        .Choice("moving_mean_initializer", movingMeanInitializer).Choice("moving_variance_initializer", movingVarianceInitializer).Set("name", name);

    /// <summary>y = gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance over an axis of each sample (Ba et al., 2016). Weights: gamma, beta.</summary>
    public static LayerSpec LayerNormalization(int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Setting? betaInitializer = null, Setting? gammaInitializer = null,
        Setting? betaRegularizer = null, Setting? gammaRegularizer = null, Setting? betaConstraint = null, Setting? gammaConstraint = null, string? name = null) =>
        new Arguments("LayerNormalization").Set("axis", axis).Set("epsilon", epsilon).Set("center", center).Set("scale", scale)
        .Weight("beta", betaInitializer, betaRegularizer, betaConstraint).Weight("gamma", gammaInitializer, gammaRegularizer, gammaConstraint).Set("name", name);

    /// <summary>y = scale x / sqrt(mean(x^2) + epsilon) over an axis (Zhang and Sennrich, 2019). Weights: scale.</summary>
    public static LayerSpec RMSNormalization(int axis = -1, double epsilon = 1e-6, string? name = null) => new Arguments("RMSNormalization").Set("axis", axis).Set("epsilon", epsilon).Set("name", name);

    /// <summary>Layer normalisation of each group of channels (Wu and He, 2018); one group per channel if <paramref name="groups"/> is -1. Weights: gamma, beta, each [C].</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="center">Whether there is a beta.</param>
    /// <param name="scale">Whether there is a gamma.</param>
    /// <param name="betaInitializer">How beta begins.</param>
    /// <param name="gammaInitializer">How gamma begins.</param>
    /// <param name="betaRegularizer">What beta's size costs.</param>
    /// <param name="gammaRegularizer">What gamma's size costs.</param>
    /// <param name="betaConstraint">What beta obeys.</param>
    /// <param name="gammaConstraint">What gamma obeys.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec GroupNormalization(int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Setting? betaInitializer = null, Setting? gammaInitializer = null,
        Setting? betaRegularizer = null, Setting? gammaRegularizer = null, Setting? betaConstraint = null, Setting? gammaConstraint = null, string? name = null) =>
        new Arguments("GroupNormalization").Set("groups", groups).Set("axis", axis).Set("epsilon", epsilon).Set("center", center).Set("scale", scale)
        .Weight("beta", betaInitializer, betaRegularizer, betaConstraint).Weight("gamma", gammaInitializer, gammaRegularizer, gammaConstraint).Set("name", name);

    /// <summary>x / |x| over an axis, |x| the Euclidean norm.</summary>
    public static LayerSpec UnitNormalization(int axis = -1, string? name = null) => new Arguments("UnitNormalization").Set("axis", axis).Set("name", name);

    /// <summary>(x - mean) / sqrt(variance) per index of an axis, with the numbers given here; training never changes them. With <paramref name="invert"/> the way back.</summary>
    /// <param name="mean">The means, one for all or one per index.</param>
    /// <param name="variance">The variances.</param>
    /// <param name="axis">The axis of the numbers; null for one of each.</param>
    /// <param name="invert">Whether to undo it.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec Normalization(IReadOnlyList<double> mean, IReadOnlyList<double> variance, int? axis = -1, bool invert = false, string? name = null) =>
        new Arguments("Normalization").List("mean", mean).List("variance", variance).Set("axis", axis).Set("invert", invert).Set("name", name);
}
