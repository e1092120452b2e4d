using System.Collections.Immutable;
using TfExplain.Imaging;

namespace TfExplain;

public static partial class Methods
{
    /// <summary>The methods of <see cref="Compat.TfExplain031"/> under the names that they have here; parameters and defaults are the library's.</summary>
    public static ImmutableArray<Method> TfExplain031 { get; } =
    [
        Preset("activations", "a layer's values in a grid of grey tiles; needs one layer",
            layers => layers is [var layer] ? Compat.TfExplain031.ExtractActivations(layer) : throw new ArgumentException("The activations of tf-explain 0.3.1 take exactly one layer; name it."), takesLayers: true),
        Preset("gradients", "d score / d pixel, standardised grey magnitudes", _ => Compat.TfExplain031.VanillaGradients()),
        Preset("gradients-inputs", "pixel times d score / d pixel, standardised grey magnitudes", _ => Compat.TfExplain031.GradientsInputs()),
        Preset("integrated-gradients", "the mean gradient along the way from zeros, not multiplied by the input", _ => Compat.TfExplain031.IntegratedGradients(),
            MethodParameter.Count<IntegratedGradients031>("n_steps", "10", "nodes", 2, (e, n) => e with { Steps = n })),
        Preset("smoothgrad", "the mean gradient of the loss over noisy copies", _ => Compat.TfExplain031.SmoothGrad(),
            MethodParameter.Count<SmoothGrad031>("num_samples", "5", "noisy copies", 1, (e, n) => e with { Samples = n }),
            MethodParameter.Number<SmoothGrad031>("noise", "1", "deviation of the noise, in the input's own units", 0, (e, x) => e with { Noise = (float)x })),
        Preset("grad-cam", "Grad-CAM of the probability without ReLU, laid over the image in full",
            layers => layers.Count <= 1 ? Compat.TfExplain031.GradCam(layers.Count == 1 ? layers[0] : null) : throw new ArgumentException("The Grad-CAM of tf-explain 0.3.1 takes one layer; name one."), takesLayers: true,
            MethodParameter.Choice<GradCam031>("use_guided_grads", "whether only positive gradients at positive activations count: true or false",
                ("true", e => e with { UseGuidedGrads = true }), ("false", e => e with { UseGuidedGrads = false }))),
        Preset("occlusion", "1 - probability under a grey square", _ => Compat.TfExplain031.OcclusionSensitivity(DefaultPatch),
            MethodParameter.Count<OcclusionSensitivity031>("patch_size", "32", "the square's side in pixels (the library has no default)", 1, (e, n) => e with { PatchSize = n })),
    ];

    private const int DefaultPatch = 32;

    /// <summary>The picture of a map: the preset's own for results of <see cref="TfExplain031"/>, otherwise <see cref="Explanation.Render"/>'s.</summary>
    public static Image Picture(Explanation explanation, int map) => explanation.Explainer is Explainer031 ? Compat.TfExplain031.RenderGrid(explanation) : explanation.Render(map);

    private static Method Preset(string name, string summary, Func<IReadOnlyList<string>, Explainer> create, params ImmutableArray<MethodParameter> parameters) => Preset(name, summary, create, false, parameters);

    private static Method Preset(string name, string summary, Func<IReadOnlyList<string>, Explainer> create, bool takesLayers, params ImmutableArray<MethodParameter> parameters)
    {
        var method = Named(name);
        return method with { Title = $"{method.Title} (0.3.1)", Summary = summary, Create = create, TakesLayers = takesLayers, Parameters = parameters };
    }
}
