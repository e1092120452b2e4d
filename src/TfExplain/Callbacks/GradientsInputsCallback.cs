namespace TfExplain;

/// <summary>Shows gradients times inputs, by <see cref="GradientsTimesInputs"/>.</summary>
/// <param name="validationData">The images.</param>
/// <param name="classIndex">The class that is explained.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class GradientsInputsCallback(ImageBatch validationData, int classIndex, string outputDir = "logs/gradients_inputs", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "GradientsInputs", () => new GradientsTimesInputs(), () => Compat.TfExplain031.GradientsInputs(), validationData, classIndex, outputDir);
