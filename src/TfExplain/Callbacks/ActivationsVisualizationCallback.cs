namespace TfExplain;

/// <summary>Shows a layer's values, a tile for each channel, as they change over a training.</summary>
/// <param name="validationData">The images.</param>
/// <param name="layerName">The layer.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class ActivationsVisualizationCallback(ImageBatch validationData, string layerName, string outputDir = "logs/activations_visualizations", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "Activations Visualization", () => new LayerActivations { Layers = [layerName] }, () => Compat.TfExplain031.ExtractActivations(layerName), validationData, null, outputDir);
