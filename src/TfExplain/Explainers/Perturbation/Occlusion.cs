using TfExplain.Engine;
using TfExplain.Imaging.Resampling;

namespace TfExplain;

/// <summary>
/// score(x) - score(x with a patch covered), averaged over the patches that cover a pixel; signed, [H, W, 1]: positive where the class loses by the loss of the pixels.
/// Cost: one forward pass a patch; memory does not grow with them. (Zeiler and Fergus, 2013, arXiv 1311.2901.)
/// </summary>
public sealed record Occlusion : Explainer
{
    /// <summary>The patch's height in pixels; 0 for an eighth of the image's.</summary>
    public int PatchHeight { get; init; }

    /// <summary>The patch's width in pixels; 0 for an eighth of the image's.</summary>
    public int PatchWidth { get; init; }

    /// <summary>Pixels between patches down the image; 0 for half the patch.</summary>
    public int StrideY { get; init; }

    /// <summary>Pixels between patches across the image; 0 for half the patch.</summary>
    public int StrideX { get; init; }

    /// <summary>What the patch is filled with.</summary>
    public OcclusionFill Fill { get; init; }

    /// <summary>The number for <see cref="OcclusionFill.Value"/>, in the network's units.</summary>
    public float Value { get; init; }

    /// <inheritdoc/>
    public override string Name => "occlusion";

    /// <inheritdoc/>
    public override RenderOptions Rendering => RenderOptions.SignedHeat;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("patch", $"{PatchHeight}x{PatchWidth}"), new("stride", $"{StrideY}x{StrideX}"), new("fill", $"{Fill}".ToLowerInvariant()), new("value", $"{Value}"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        foreach (var image in run.Images) run.Expect(Grid(image.Shape).Positions.Count + 1);
        // The covered copies are the same for every class of an image: one forward pass serves them all.
        return [.. run.ByImage.SelectMany(image => OneImage(run, image.Image, image.Targets))];
    }

    /// <summary>The patches of an image.</summary>
    internal OcclusionGrid Grid(Shape image)
    {
        int height = PatchHeight > 0 ? PatchHeight : Math.Max(1, image[0] / 8), width = PatchWidth > 0 ? PatchWidth : Math.Max(1, image[1] / 8);
        return new(image[0], image[1], height, width, StrideY > 0 ? StrideY : Math.Max(1, height / 2), StrideX > 0 ? StrideX : Math.Max(1, width / 2));
    }

    /// <summary>The drop of each target's score for each patch, [targets][patches], and the scores of the whole image.</summary>
    internal (float[][] Drops, float[] Scores) Drops(ExplainRun run, int index, IReadOnlyList<ResolvedTarget> targets)
    {
        var image = run.Images[index];
        var grid = Grid(image.Shape);
        var covered = Cover(image, grid, run.Options.Seed, index);
        var drops = targets.Select(_ => new float[grid.Positions.Count]).ToArray();
        var scores = new float[targets.Count];
        run.Values(image.Shape, 1, [targets[0].Node], (_, input) => image.Values.Span.CopyTo(input), (_, values) =>
        {
            for (var t = 0; t < targets.Count; t++) scores[t] = targets[t].Score(values[0]);
        });
        run.Patches(image, targets[0].Node, grid.Positions, grid.PatchHeight, grid.PatchWidth,
            (s, corner, patch) => grid.Cover(s, corner, image.Shape[2], image.Values.Span, covered, patch),
            (s, values) =>
            {
                for (var t = 0; t < targets.Count; t++) drops[t][s] = scores[t] - targets[t].Score(values[0]);
            });
        return (drops, scores);
    }

    private IEnumerable<Attribution> OneImage(ExplainRun run, int index, IReadOnlyList<ResolvedTarget> targets)
    {
        var image = run.Images[index];
        var grid = Grid(image.Shape);
        var (drops, scores) = Drops(run, index, targets);
        for (var t = 0; t < targets.Count; t++)
            yield return new(index, targets[t], null, [image.Shape[0], image.Shape[1], 1], grid.Average(drops[t])) { Score = scores[t] };
    }

    /// <summary>The whole image as it looks under patches.</summary>
    private float[] Cover(ModelImage image, OcclusionGrid grid, int seed, int index)
    {
        var x = image.Values.Span;
        var channels = image.Shape[2];
        var cover = new float[x.Length];
        double[] mean = new double[channels], deviation = new double[channels];
        for (var i = 0; i < x.Length; i++) mean[i % channels] += x[i] / (double)(x.Length / channels);
        for (var i = 0; i < x.Length; i++) deviation[i % channels] += Math.Pow(x[i] - mean[i % channels], 2) / (x.Length / channels);
        switch (Fill)
        {
            case OcclusionFill.Blur:
                return Blur.Gaussian(x, image.Shape[0], image.Shape[1], channels, Math.Max(1, Math.Min(grid.PatchHeight, grid.PatchWidth) / 4.0));
            case OcclusionFill.Value:
                Array.Fill(cover, Value);
                return cover;
            case OcclusionFill.Noise:
                CounterRandom.Of(seed).Part(index).Part(0).Normal(cover);
                for (var i = 0; i < cover.Length; i++) cover[i] = (float)(mean[i % channels] + cover[i] * Math.Sqrt(deviation[i % channels]));
                return cover;
            default:
                for (var i = 0; i < cover.Length; i++) cover[i] = (float)mean[i % channels];
                return cover;
        }
    }
}
