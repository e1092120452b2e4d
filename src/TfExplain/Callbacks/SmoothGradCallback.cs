namespace TfExplain;

/// <summary>Shows gradients averaged over noisy copies of an image, by <see cref="SmoothGrad"/>.</summary>
/// <param name="validationData">The images.</param>
/// <param name="classIndex">The class that is explained.</param>
/// <param name="numSamples">Noisy copies of an image; by default 32, or 5 in tf-explain.</param>
/// <param name="noise">The noise's deviation: of the image's range (0.15 by default), or in tf-explain in the input's own units (1).</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment.</param>
/// <param name="preset">Whose formulas are followed.</param>
public sealed class SmoothGradCallback(ImageBatch validationData, int classIndex, int? numSamples = null, float? noise = null, string outputDir = "logs/smoothgrad", CallbackPreset preset = CallbackPreset.Paper)
    : TfExplainCallback(preset, "SmoothGrad", () => new SmoothGrad { Samples = numSamples ?? 32, Noise = noise ?? 0.15f }, () => Compat.TfExplain031.SmoothGrad(numSamples ?? 5, noise ?? 1), validationData, classIndex, outputDir)
{
    /// <summary>Under tf-explain's preset the noise itself, [images, numSamples, H, W, C]; seeded noise of this library unless set.</summary>
    public ReadOnlyMemory<float> GivenNoise
    {
        get;
        init
        {
            field = value;
            if (Preset == CallbackPreset.TfExplain031) Explainer = Compat.TfExplain031.SmoothGrad(numSamples ?? 5, noise ?? 1, value);
        }
    }
}
