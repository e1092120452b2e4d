namespace TfExplain;

/// <summary>Shows where a layer finds evidence for a class, by <see cref="GradCam"/>.</summary>
/// <param name="validationData">The images.</param>
/// <param name="classIndex">The class that is explained.</param>
/// <param name="layerName">The layer; the last one with positions if absent.</param>
/// <param name="useGuidedGrads">Whether only positive gradients at positive activations count; by default as the preset says: no in the paper, yes in tf-explain.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class GradCAMCallback(ImageBatch validationData, int classIndex, string? layerName = null, bool? useGuidedGrads = null, string outputDir = "logs/grad_cam", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "Grad CAM", () => new GradCam { Layers = layerName is null ? [] : [layerName], Gate = useGuidedGrads == true ? GradientGate.Guided : GradientGate.None }, () => Compat.TfExplain031.GradCam(layerName, useGuidedGrads ?? true), validationData, classIndex, outputDir);
