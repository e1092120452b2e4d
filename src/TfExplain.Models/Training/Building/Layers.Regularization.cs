namespace TfExplain.Training;

/// <content>Layers that act in training alone.</content>
public static partial class Layers
{
    /// <summary>In training each value is 0 with probability <paramref name="rate"/>, else divided by 1 - rate (Srivastava et al., 2014); an extent of 1 in the noise shape makes values share their fate.</summary>
    /// <param name="rate">The share that is dropped.</param>
    /// <param name="noiseShape">The extents of the mask with the batch's, -1 for the input's.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec Dropout(double rate, IReadOnlyList<int>? noiseShape = null, string? name = null) =>
        new Arguments("Dropout").Set("rate", rate).Set("noise_shape", noiseShape is null ? null : Extents(noiseShape)).Set("name", name);

    /// <summary>Dropout of whole channels of [N, L, C].</summary>
    public static LayerSpec SpatialDropout1D(double rate, string? name = null) => new Arguments("SpatialDropout1D").Set("rate", rate).Set("name", name);

    /// <summary>Dropout of whole channels of [N, H, W, C].</summary>
    public static LayerSpec SpatialDropout2D(double rate, string? dataFormat = null, string? name = null) => new Arguments("SpatialDropout2D").Set("rate", rate).Set("data_format", dataFormat).Set("name", name);

    /// <summary>Dropout of whole channels of [N, D, H, W, C].</summary>
    public static LayerSpec SpatialDropout3D(double rate, string? dataFormat = null, string? name = null) => new Arguments("SpatialDropout3D").Set("rate", rate).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training x (1 + n sqrt(rate / (1 - rate))), n normal with deviation 1.</summary>
    public static LayerSpec GaussianDropout(double rate, string? name = null) => new Arguments("GaussianDropout").Set("rate", rate).Set("name", name);

    /// <summary>In training x + stddev n, n normal with deviation 1.</summary>
    public static LayerSpec GaussianNoise(double stddev, string? name = null) => new Arguments("GaussianNoise").Set("stddev", stddev).Set("name", name);

    /// <summary>Dropout that keeps SELU's mean and variance (Klambauer et al., 2017).</summary>
    public static LayerSpec AlphaDropout(double rate, string? name = null) => new Arguments("AlphaDropout").Set("rate", rate).Set("name", name);

    /// <summary>The input itself; in training l1 sum |x| + l2 sum x^2 is added to the loss.</summary>
    public static LayerSpec ActivityRegularization(double l1 = 0, double l2 = 0, string? name = null) => new Arguments("ActivityRegularization").Set("l1", l1).Set("l2", l2).Set("name", name);
}
