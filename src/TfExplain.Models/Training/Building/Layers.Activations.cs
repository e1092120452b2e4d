namespace TfExplain.Training;

/// <content>Activation layers.</content>
public static partial class Layers
{
    /// <summary>0 below the threshold (or negativeSlope (x - threshold)), x from there to maxValue, and maxValue beyond.</summary>
    public static LayerSpec ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0, string? name = null) =>
        new Arguments("ReLU").Set("max_value", maxValue).Set("negative_slope", negativeSlope).Set("threshold", threshold).Set("name", name);

    /// <summary>x where positive, else negativeSlope x.</summary>
    public static LayerSpec LeakyReLU(double negativeSlope = 0.3, string? name = null) => new Arguments("LeakyReLU").Set("negative_slope", negativeSlope).Set("name", name);

    /// <summary>x where positive, else alpha (e^x - 1) (Clevert et al., 2015).</summary>
    public static LayerSpec ELU(double alpha = 1, string? name = null) => new Arguments("ELU").Set("alpha", alpha).Set("name", name);

    /// <summary>x where above theta, else 0; a layer of Keras 2.</summary>
    public static LayerSpec ThresholdedReLU(double theta = 1, string? name = null) => new Arguments("ThresholdedReLU").Set("theta", theta).Set("name", name);

    /// <summary>x where positive, else alpha x with alpha learnt (He et al., 2015). Weights: alpha, of the sample's shape, 1 along shared axes (counted from 1).</summary>
    public static LayerSpec PReLU(Setting? alphaInitializer = null, Setting? alphaRegularizer = null, Setting? alphaConstraint = null, IReadOnlyList<int>? sharedAxes = null, string? name = null) =>
        new Arguments("PReLU").Weight("alpha", alphaInitializer, alphaRegularizer, alphaConstraint).List("shared_axes", sharedAxes).Set("name", name);

    /// <summary>e^x / sum e^x over an axis.</summary>
    public static LayerSpec Softmax(int axis = -1, string? name = null) => new Arguments("Softmax").Set("axis", axis).Set("name", name);
}
