using System.Collections.Immutable;
using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>The methods by name.</summary>
public static partial class Methods
{
    /// <summary>Every method.</summary>
    public static ImmutableArray<Method> All { get; } =
    [
        new()
        {
            Name = "activations", Title = "Activations",
            Summary = "the values that a layer computes, a tile for each channel",
            Tells = "which patterns a layer finds in the photograph, and where",
            Misleads = "it looks at no class: a bright channel may not matter for the decision",
            Create = layers => new LayerActivations { Layers = layers },
            TakesLayers = true,
        },
        new()
        {
            Name = "gradients", Title = "Gradients",
            Summary = "d score / d pixel",
            Tells = "which pixels change the score most when they change a little",
            Misleads = "noisy, and blind to what the score has saturated for; sensitivity is not contribution",
            Paper = "Simonyan, Vedaldi, Zisserman, 2013, arXiv 1312.6034",
            Create = _ => new Gradients(),
        },
        new()
        {
            Name = "gradients-inputs", Title = "Gradients x inputs",
            Summary = "pixel times d score / d pixel",
            Tells = "how much each pixel's own value carries the score, to first order",
            Misleads = "pixels that are zero for the network (mid-grey or black, by its preprocessing) never count",
            Paper = "Shrikumar et al., 2016, arXiv 1605.01713",
            Create = _ => new GradientsTimesInputs(),
        },
        new()
        {
            Name = "guided-backprop", Title = "Guided backprop",
            Summary = "gradients with the negative ones stopped at every ReLU",
            Tells = "which fine structures excite the network",
            Misleads = "close to an edge detector: hardly depends on the class, nor on the upper weights (Adebayo et al., 2018)",
            Paper = "Springenberg et al., 2014, arXiv 1412.6806",
            Create = _ => new Gradients { Rule = BackwardRule.Guided },
        },
        new()
        {
            Name = "deconvnet", Title = "Deconvnet",
            Summary = "gradients rectified on their way back instead of gated by the forward pass",
            Tells = "the pattern that a network projects back onto the photograph",
            Misleads = "hardly depends on the class; without max-pooling it is much the same for every photograph",
            Paper = "Zeiler, Fergus, 2013, arXiv 1311.2901",
            Create = _ => new Gradients { Rule = BackwardRule.Deconvnet },
        },
        new()
        {
            Name = "integrated-gradients", Title = "Integrated gradients",
            Summary = "gradients summed along the way from a blank photograph",
            Tells = "how much each pixel adds to the score, compared with a blank photograph; the parts sum to the whole",
            Misleads = "depends on the blank: with a black one, black pixels never count",
            Paper = "Sundararajan, Taly, Yan, 2017, arXiv 1703.01365",
            Create = _ => new IntegratedGradients(),
            Parameters =
            [
                // The limit follows the start upward, so that one setting is enough.
                MethodParameter.Count<IntegratedGradients>("steps", "32", "nodes at the beginning", 1, (e, n) => e with { Steps = n, MaxSteps = Math.Max(n, e.MaxSteps) }),
                MethodParameter.Count<IntegratedGradients>("max_steps", "512", "nodes at most; fewer than steps start with as many", 1, (e, n) => e with { MaxSteps = n, Steps = Math.Min(n, e.Steps) }),
                MethodParameter.Number<IntegratedGradients>("tolerance", "0.01", "completeness gap that is good enough, as a share of the score's change", 1e-6, (e, x) => e with { Tolerance = x }),
                MethodParameter.Choice<IntegratedGradients>("baseline", "the blank photograph: black, grey, white, or zero in the network's units",
                    ("black", e => e with { Baseline = Baseline.Black }), ("grey", e => e with { Baseline = Baseline.Grey }), ("white", e => e with { Baseline = Baseline.White }), ("zero", e => e with { Baseline = Baseline.Zero })),
            ],
        },
        new()
        {
            Name = "smoothgrad", Title = "SmoothGrad",
            Summary = "gradients averaged over noisy copies of the photograph",
            Tells = "which pixels matter wherever one looks around the photograph",
            Misleads = "noisy copies are not the photographs that the network knows; grain that differs from copy to copy remains",
            Paper = "Smilkov et al., 2017, arXiv 1706.03825",
            Create = _ => new SmoothGrad(),
            Parameters =
            [
                MethodParameter.Count<SmoothGrad>("samples", "32", "noisy copies", 2, (e, n) => e with { Samples = n }),
                MethodParameter.Number<SmoothGrad>("noise", "0.15", "deviation of the noise, as a share of the input's range", 0, (e, x) => e with { Noise = (float)x }),
                MethodParameter.Choice<SmoothGrad>("kind", "what is averaged: mean of the gradients, their square, or their variance",
                    ("mean", e => e with { Kind = SmoothGradKind.Mean }), ("square", e => e with { Kind = SmoothGradKind.Square }), ("variance", e => e with { Kind = SmoothGradKind.Variance })),
                MethodParameter.Choice<SmoothGrad>("rule", "what flows backward: gradient, guided, or deconvnet",
                    ("gradient", e => e with { Rule = BackwardRule.Gradient }), ("guided", e => e with { Rule = BackwardRule.Guided }), ("deconvnet", e => e with { Rule = BackwardRule.Deconvnet })),
            ],
        },
        new()
        {
            Name = "grad-cam", Title = "Grad-CAM",
            Summary = "a layer's activations weighted by the class's mean gradient",
            Tells = "which regions speak for the class, as the last convolution sees them",
            Misleads = "coarse; shows nothing against the class, and one region where several instances matter",
            Paper = "Selvaraju et al., 2016, arXiv 1610.02391",
            Create = layers => new GradCam { Layers = layers },
            TakesLayers = true,
            Parameters =
            [
                MethodParameter.Choice<GradCam>("relu", "whether evidence against the class is cut off: true or false", ("true", e => e with { Relu = true }), ("false", e => e with { Relu = false })),
                MethodParameter.Choice<GradCam>("gate", "which gradients count: none gates nothing, guided only positive ones at positive activations",
                    ("none", e => e with { Gate = GradientGate.None }), ("guided", e => e with { Gate = GradientGate.Guided })),
            ],
        },
        new()
        {
            Name = "occlusion", Title = "Occlusion",
            Summary = "the score lost when a patch is covered",
            Tells = "which regions the score would miss: a measurement, not an approximation",
            Misleads = "as coarse as the patch; a cover is itself a thing to see, and parts that stand in for each other look unimportant",
            Paper = "Zeiler, Fergus, 2013, arXiv 1311.2901",
            Create = _ => new Occlusion(),
            Parameters =
            [
                MethodParameter.Size<Occlusion>("patch", "1/8", "the patch in pixels, N or HEIGHTxWIDTH; an eighth of the photograph unless set", (e, h, w) => e with { PatchHeight = h, PatchWidth = w }),
                MethodParameter.Size<Occlusion>("stride", "1/2", "pixels between patches, N or HEIGHTxWIDTH; half a patch unless set", (e, h, w) => e with { StrideY = h, StrideX = w }),
                MethodParameter.Choice<Occlusion>("fill", "what covers: the photograph's mean, a value, a blur, or noise",
                    ("mean", e => e with { Fill = OcclusionFill.Mean }), ("value", e => e with { Fill = OcclusionFill.Value }), ("blur", e => e with { Fill = OcclusionFill.Blur }), ("noise", e => e with { Fill = OcclusionFill.Noise })),
                MethodParameter.Number<Occlusion>("value", "0", "the number for fill=value, in the network's units", double.MinValue, (e, x) => e with { Value = (float)x }),
            ],
        },
    ];

    /// <summary>The methods that run when none is named: those that together take about a second with the default network.</summary>
    public static ImmutableArray<Method> Default { get; } = [.. All.Where(m => m.Name is "activations" or "gradients" or "gradients-inputs" or "grad-cam" or "occlusion")];

    /// <summary>The method of that name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="among">The methods to choose from; <see cref="All"/> if absent.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the methods and suggests the nearest.</exception>
    public static Method Named(string name, IReadOnlyList<Method>? among = null)
    {
        among ??= All;
        foreach (var method in among)
            if (method.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return method;
        throw new ArgumentException($"There is no method '{name}'; known are {string.Join(", ", among.Select(m => m.Name))}.{Suggestion.For(name, among.Select(m => m.Name))}");
    }
}
