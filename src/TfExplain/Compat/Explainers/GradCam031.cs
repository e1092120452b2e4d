using TfExplain.Engine;
using TfExplain.Engine.Differentiation;
using TfExplain.Imaging;

namespace TfExplain;

/// <summary>sum over k of w_k A_k with w_k the mean of the (gated) d probability / d A_k.</summary>
internal sealed record GradCam031 : Overlay031
{
    public string? LayerName { get; init; }

    public bool UseGuidedGrads { get; init; } = true;

    protected override string Method => "grad-cam";

    protected override IEnumerable<KeyValuePair<string, string>> Parameters =>
    [
        new("use_guided_grads", UseGuidedGrads ? "true" : "false"), new("colormap", Display.Colors.Name), new("image_weight", $"{Display.ImageWeight}"), new("blend", $"{Display.Blend}".ToLowerInvariant()),
    ];

    /// <summary>The last layer with four axes, whatever it computes; a nested model counts as one layer.</summary>
    public static LayerInfo InferLayer(Model model) =>
        model.Layers.LastOrDefault(l => l.OutputShape.Rank == 4 && l.ClassName != "InputLayer" && !l.Name.Contains('/'))
        ?? throw new ArgumentException($"Grad-CAM needs a layer with an output [N,h,w,channels]; '{model.Name}' has none.");

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var (name, layer) = LayerName is null ? (InferLayer(run.Model).Name, InferLayer(run.Model).Output) : (LayerName, run.Model.Value(LayerName));
        if (layer.Shape.Rank != 4) throw new ArgumentException($"Grad-CAM needs an output [N,h,w,channels]; layer '{name}' has {layer.Shape}.");
        var method = new GradCam { Relu = false, Gate = UseGuidedGrads ? GradientGate.Guided : GradientGate.None };
        var maps = new List<Attribution>();
        run.Expect(run.Images.Count);
        foreach (var group in run.Cases.GroupBy(c => c.Image))
            run.LayerGradients(group.Key, [.. group.Select(c => c.Target with { Quantity = Quantity.Probability })], [layer], BackwardRule.Gradient, (target, _, shape, values, gradient) =>
            {
                var map = method.Map(shape, values, gradient);
                WarnIfConstant(run, group.Key, map);
                maps.Add(new(group.Key, target, name, [shape[0], shape[1], 1], map) { Score = target.Probability });
            });
        return maps;
    }

    protected override Image Overlay(Attribution map, Image image) => Display.Draw(map.Values.Span, map.Shape[0], map.Shape[1], image);
}
