namespace TfExplain;

/// <summary>Shows the gradient of the score by the pixels, by <see cref="Gradients"/>.</summary>
/// <param name="validationData">The images.</param>
/// <param name="classIndex">The class that is explained.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class VanillaGradientsCallback(ImageBatch validationData, int classIndex, string outputDir = "logs/vanilla_gradients", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "VanillaGradients", () => new Gradients(), () => Compat.TfExplain031.VanillaGradients(), validationData, classIndex, outputDir);
