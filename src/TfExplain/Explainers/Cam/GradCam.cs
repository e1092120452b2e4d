using TfExplain.Engine;
using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>What passes from the class's gradient to the weights of Grad-CAM.</summary>
public enum GradientGate
{
    /// <summary>Everything, as in the paper.</summary>
    None,

    /// <summary>Only where activation and gradient are positive: tf-explain's "guided" option.</summary>
    Guided,
}

/// <summary>
/// Grad-CAM: ReLU(sum over k of w_k A_k) with w_k the mean of d score / d A_k over all positions; [h, w, 1] at the layer's resolution.
/// Cost: one forward pass for all classes and layers, and a backward pass from the class to the layer. (Selvaraju et al., 2016, arXiv 1610.02391.)
/// </summary>
public sealed record GradCam : Explainer
{
    /// <summary>The layers; empty for the last activation [h, w, channels] before the classifier.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Whether negative evidence is cut off, as in the paper.</summary>
    public bool Relu { get; init; } = true;

    /// <summary>What passes from the gradient to the weights.</summary>
    public GradientGate Gate { get; init; }

    /// <inheritdoc/>
    public override string Name => "grad-cam";

    /// <inheritdoc/>
    public override RenderOptions Rendering => RenderOptions.Heat;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Settings => [new("relu", Relu ? "true" : "false"), new("gate", $"{Gate}".ToLowerInvariant())];

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        IReadOnlyList<Node> layers = Layers.Count > 0
            ? [.. Layers.Select(name => CamLayer.Named(run.Model, name, run.Cases[0].Target.Head))]
            : [CamLayer.Infer(run.Model, run.Cases[0].Target.Head)];
        var maps = new List<Attribution>();
        run.Expect(run.Images.Count);
        foreach (var (image, targets) in run.ByImage)
            run.LayerGradients(image, targets, layers, BackwardRule.Gradient, (target, layer, shape, values, gradient) =>
            {
                var map = Map(shape, values, gradient);
                if (Relu && map.AsSpan().IndexOfAnyInRange(float.Epsilon, float.MaxValue) < 0)
                    run.Warnings.Add($"Nothing at '{layers[layer].Name}' speaks for {target} in '{run.Images[image].Name}': the map is empty. Look at it without ReLU, or at another layer.");
                maps.Add(new(image, target, layers[layer].Name, [shape[0], shape[1], 1], map) { Score = target.Quantity == Quantity.Probability ? target.Probability : null });
            });
        return maps;
    }

    /// <summary>The map of a layer's values and their gradient, [h, w].</summary>
    internal float[] Map(Shape shape, ReadOnlySpan<float> values, ReadOnlySpan<float> gradient)
    {
        int positions = shape[0] * shape[1], channels = shape[2];
        var weights = new double[channels];
        for (var i = 0; i < gradient.Length; i++)
            if (Gate == GradientGate.None || (values[i] > 0 && gradient[i] > 0)) weights[i % channels] += gradient[i];
        var map = new float[positions];
        for (var p = 0; p < positions; p++)
        {
            double sum = 0;
            for (var k = 0; k < channels; k++) sum += weights[k] / positions * values[p * channels + k];
            map[p] = Relu ? MathF.Max(0, (float)sum) : (float)sum;
        }
        return map;
    }
}
