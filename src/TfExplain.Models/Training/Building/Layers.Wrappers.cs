namespace TfExplain.Training;

/// <content>Layers around a layer.</content>
public static partial class Layers
{
    /// <summary>A layer on every step of [N, T, ...] by itself.</summary>
    public static LayerSpec TimeDistributed(LayerSpec layer, string? name = null) => new Arguments("TimeDistributed").Inner("layer", layer).Set("name", name);

    /// <summary>A layer whose kernel is divided by its largest singular value in training (Miyato et al., 2018). Weights: the layer's, vector_u [1, filters].</summary>
    public static LayerSpec SpectralNormalization(LayerSpec layer, int powerIterations = 1, string? name = null) =>
        new Arguments("SpectralNormalization").Inner("layer", layer).Set("power_iterations", powerIterations).Set("name", name);
}
