using TfExplain.Engine;
using TfExplain.Imaging;

namespace TfExplain;

/// <summary>1 - probability(x with a grey patch), less the 1.</summary>
internal sealed record OcclusionSensitivity031 : Overlay031
{
    public required int PatchSize { get; init; }

    protected override string Method => "occlusion";

    protected override IEnumerable<KeyValuePair<string, string>> Parameters =>
        [new("patch_size", $"{PatchSize}"), new("colormap", Display.Colors.Name), new("blend", $"{Display.Blend}".ToLowerInvariant())];

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PatchSize, 1);
        foreach (var image in run.Images) run.Expect((long)Cells(image.Shape[0]) * Cells(image.Shape[1]));
        if (run.Images.Any(i => i.Shape[0] != i.Shape[1]))
            run.Warnings.Add("tf-explain mixes up rows and columns of images that are not square: squares and cells of these maps do not belong together. Use the occlusion method.");
        return [.. run.Cases.GroupBy(c => c.Image).SelectMany(group => OneImage(run, group.Key, [.. group.Select(c => c.Target with { Quantity = Quantity.Probability })]))];
    }

    private IEnumerable<Attribution> OneImage(ExplainRun run, int index, IReadOnlyList<ResolvedTarget> targets)
    {
        var image = run.Images[index];
        int rows = Cells(image.Shape[0]), columns = Cells(image.Shape[1]);
        var grey = ImageToUInt255.IsBytes(image) ? GreyPatch.OfBytes : GreyPatch.OfNumbers;
        var maps = targets.Select(_ => new float[rows * columns]).ToArray();
        run.Values(image.Shape, rows * columns, [targets[0].Node], (patch, input) =>
        {
            image.Values.Span.CopyTo(input);
            // The library runs x over the height and y over the width, and takes x for a column.
            GreyPatch.Apply(input, image.Shape, patch / columns * PatchSize, patch % columns * PatchSize, PatchSize, grey);
        }, (patch, values) =>
        {
            for (var t = 0; t < targets.Count; t++) maps[t][patch % rows * columns + patch / rows] = -targets[t].Score(values[0]);
        });
        for (var t = 0; t < targets.Count; t++)
        {
            WarnIfConstant(run, index, maps[t]);
            yield return new(index, targets[t], null, [rows, columns, 1], maps[t]) { Score = targets[t].Probability };
        }
    }

    protected override Image Overlay(Attribution map, Image image)
    {
        var sensitivity = Sensitivity(map);
        // The library hands (height, width) to a function that takes (width, height).
        var resized = LinearResize.Apply<double>(sensitivity, map.Shape[0], map.Shape[1], image.Width, image.Height);
        return Display.Draw<double>(resized, image.Width, image.Height, image);
    }

    /// <summary>1 - probability in float64.</summary>
    internal static double[] Sensitivity(Attribution map)
    {
        var values = new double[map.Values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = 1 + (double)map.Values.Span[i];
        return values;
    }

    private int Cells(int extent) => (extent + PatchSize - 1) / PatchSize;
}
