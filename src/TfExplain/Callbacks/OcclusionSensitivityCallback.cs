namespace TfExplain;

/// <summary>Shows how much covering each part of an image hurts the score, by <see cref="Occlusion"/>.</summary>
/// <param name="validationData">The images.</param>
/// <param name="classIndex">The class that is explained.</param>
/// <param name="patchSize">The side of the covering square in pixels.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class OcclusionSensitivityCallback(ImageBatch validationData, int classIndex, int patchSize, string outputDir = "logs/occlusion_sensitivity", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "Occlusion Sensitivity", () => new Occlusion { PatchHeight = patchSize, PatchWidth = patchSize }, () => Compat.TfExplain031.OcclusionSensitivity(patchSize), validationData, classIndex, outputDir);
