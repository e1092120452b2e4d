namespace TfExplain;

/// <summary>Shows each pixel's share in the score, by <see cref="IntegratedGradients"/>.</summary>
/// <param name="validationData">The images.</param>
/// <param name="classIndex">The class that is explained.</param>
/// <param name="nSteps">Points on the path to begin with; by default as the preset says: 32, refined until the completeness gap is small, or 5 in tf-explain.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class IntegratedGradientsCallback(ImageBatch validationData, int classIndex, int? nSteps = null, string outputDir = "logs/integrated_gradients", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "IntegratedGradients", () => nSteps is { } steps ? new IntegratedGradients { Steps = steps } : new IntegratedGradients(), () => Compat.TfExplain031.IntegratedGradients(nSteps ?? 5), validationData, classIndex, outputDir);
