using TfExplain.Imaging;
using TfExplain.Imaging.ColorMaps;

namespace TfExplain;

/// <summary>Presets that reproduce what other libraries compute and draw, deviations from the papers included, for comparison with earlier results.</summary>
public static class Compat
{
    /// <summary>
    /// The seven explainers of tf-explain 0.3.1 (Python, TensorFlow 2.15, x86). Each gives the raw numbers that the library keeps to itself; <see cref="RenderGrid"/> draws
    /// the picture that its <c>explain</c> returns. Names and defaults are the library's. The library takes one class for a batch; here it may differ by image.
    /// </summary>
    public static class TfExplain031
    {
        /// <summary>What receipts call the preset.</summary>
        public const string Preset = "tf-explain 0.3.1";

        /// <summary>How a heat map is laid over the image.</summary>
        public enum Blend
        {
            /// <summary>image_weight image + 1 colour, saturating; a constant map becomes the first colour.</summary>
            Released,

            /// <summary>The library's unreleased branch: image_weight image + (1 - image_weight) colour; a constant map is kept.</summary>
            Development,
        }

        /// <summary>A layer's values, [h, w, filters]; drawn as a square grid of all filters with one scale, the empty tiles included.</summary>
        public static Explainer ExtractActivations(string layerName) => new ExtractActivations031 { LayerName = layerName };

        /// <summary>
        /// sum over k of w_k A_k without ReLU, w_k the mean of d probability / d A_k, gated to positive gradients at positive activations with
        /// <paramref name="useGuidedGrads"/>; [h, w, 1].
        /// </summary>
        /// <param name="layerName">The layer; the last one with four axes if absent.</param>
        /// <param name="useGuidedGrads">Whether the gate applies.</param>
        /// <param name="colormap">The colours; OpenCV's viridis if absent.</param>
        /// <param name="imageWeight">The image's weight in the picture.</param>
        /// <param name="blend">The colours' weight.</param>
        public static Explainer GradCam(string? layerName = null, bool useGuidedGrads = true, ColorMap? colormap = null, double imageWeight = 0.7, Blend blend = Blend.Released) =>
            new GradCam031 { LayerName = layerName, UseGuidedGrads = useGuidedGrads, Display = new(colormap ?? ColorMap.OpenCv.Viridis, imageWeight, blend) };

        /// <summary>x d score / d x, with the score of <see cref="VanillaGradients"/>; [H, W, C].</summary>
        public static Explainer GradientsInputs() => new GradientsInputs031();

        /// <summary>
        /// The mean of d probability / d input at x k / (<paramref name="steps"/> - 1), k = 0 .. steps - 1; not multiplied by x, so not complete; [H, W, C].
        /// </summary>
        public static Explainer IntegratedGradients(int steps = 10) => new IntegratedGradients031 { Steps = steps };

        /// <summary>
        /// 1 - probability with each square of <paramref name="patchSize"/> pixels set to 127.5; [ceil(H / patch), ceil(W / patch), 1]. The map holds the numbers minus 1, which
        /// keeps the digits of small probabilities. On images that are not square the library covers other squares than it means to, and so does this.
        /// </summary>
        public static Explainer OcclusionSensitivity(int patchSize, ColorMap? colormap = null, Blend blend = Blend.Released) =>
            new OcclusionSensitivity031 { PatchSize = patchSize, Display = new(colormap ?? ColorMap.OpenCv.Viridis, 0.7, blend) };

        /// <summary>
        /// The mean of d cross-entropy / d input at x + noise, noise ~ N(0, <paramref name="noise"/>^2) in the input's own units; [H, W, C]. An output that is not a softmax is
        /// divided by its sum and clipped to [1e-7, 1 - 1e-7] first, as Keras does.
        /// </summary>
        /// <param name="samples">The noisy copies of an image.</param>
        /// <param name="noise">The standard deviation.</param>
        /// <param name="givenNoise">The noise [images, samples, H, W, C] itself, e.g. NumPy's; seeded noise of this library if absent.</param>
        public static Explainer SmoothGrad(int samples = 5, float noise = 1, ReadOnlyMemory<float> givenNoise = default) =>
            new SmoothGrad031 { Samples = samples, Noise = noise, GivenNoise = givenNoise };

        /// <summary>
        /// d score / d input; [H, W, C]. The score is the input of the last layer if that is an activation layer (Activation, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU);
        /// otherwise the output, with a warning.
        /// </summary>
        public static Explainer VanillaGradients() => new VanillaGradients031();

        /// <summary>
        /// The picture that the library's <c>explain</c> returns: all maps in one grid, RGB for Grad-CAM and occlusion, else grey. A photograph that went into the network as
        /// it is (<see cref="Preprocessing.None"/>) counts as an array of bytes; other inputs count as float32 numbers, which the library takes to be in [0, 1] or [-1, 1].
        /// </summary>
        /// <param name="explanation">A result of this preset.</param>
        /// <param name="rows">The grid's rows; more are made if it would be too small. A square grid if neither is given.</param>
        /// <param name="columns">The grid's columns.</param>
        /// <exception cref="ArgumentException">The result is another method's, or the images differ in size.</exception>
        public static Image RenderGrid(Explanation explanation, int? rows = null, int? columns = null)
        {
            if (explanation.Explainer is not Explainer031 method)
                throw new ArgumentException($"Expected a result of {nameof(Compat)}.{nameof(TfExplain031)}; found one of '{explanation.Explainer.Name}'. Use Render.");
            foreach (var image in explanation.Images)
                if (image.Shape != explanation.Images[0].Shape)
                    throw new ArgumentException($"A grid takes images of one size; '{explanation.Images[0].Name}' has {explanation.Images[0].Shape}, '{image.Name}' {image.Shape}.");
            return method.Grid(explanation, rows, columns);
        }
    }
}
