using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>How the gradients of noisy copies are combined.</summary>
public enum SmoothGradKind
{
    /// <summary>Their mean (Smilkov et al., 2017).</summary>
    Mean,

    /// <summary>The mean of their squares (Hooker et al., 2018, arXiv 1806.10758).</summary>
    Square,

    /// <summary>Their unbiased variance (Adebayo et al., 2018, arXiv 1810.03292).</summary>
    Variance,
}

/// <summary>
/// The mean of gradients at x + noise, noise ~ N(0, s^2) with s = <see cref="Noise"/> (max x - min x); signed, [H, W, C].
/// Cost: <see cref="Samples"/> forward and backward passes; memory does not grow with them. (Smilkov et al., 2017, arXiv 1706.03825.)
/// </summary>
public sealed record SmoothGrad : Explainer
{
    /// <summary>The number of noisy copies.</summary>
    public int Samples { get; init; } = 32;

    /// <summary>The noise's standard deviation as a share of the input's range.</summary>
    public float Noise { get; init; } = 0.15f;

    /// <summary>How the gradients are combined.</summary>
    public SmoothGradKind Kind { get; init; }

    /// <summary>What flows backward; guided back-propagation gives guided SmoothGrad.</summary>
    public BackwardRule Rule { get; init; } = BackwardRule.Gradient;

    /// <inheritdoc/>
    public override string Name => "smoothgrad";

    /// <inheritdoc/>
    public override RenderOptions Rendering => Kind == SmoothGradKind.Mean ? RenderOptions.Diverging : RenderOptions.Sequential;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("samples", $"{Samples}"), new("noise", $"{Noise}"), new("kind", $"{Kind}".ToLowerInvariant()), new("rule", Rule.Name)];

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, Kind == SmoothGradKind.Variance ? 2 : 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Noise);
        run.Expect((long)run.Cases.Count * Samples);
        return [.. run.Cases.Select(item => One(run, item))];
    }

    private Attribution One(ExplainRun run, ExplainCase item)
    {
        var image = run.Images[item.Image];
        var x = image.Values;
        var deviation = Noise * (TensorPrimitives.Max(x.Span) - TensorPrimitives.Min(x.Span));
        var length = x.Length;
        // Welford's recurrence: one pass, and no cancellation in the variance.
        double[] mean = new double[length], spread = new double[length], square = new double[Kind == SmoothGradKind.Square ? length : 0];
        float total = 0;
        run.Gradients(item, Samples, Rule, (sample, input) =>
        {
            GaussianNoise.Fill(run.Options.Seed, item.Image, sample, deviation, input);
            TensorPrimitives.Add(input, x.Span, input);
        }, (sample, score, gradient) =>
        {
            total += score;
            for (var i = 0; i < length; i++)
            {
                var before = gradient[i] - mean[i];
                mean[i] += before / (sample + 1);
                spread[i] += before * (gradient[i] - mean[i]);
            }
            for (var i = 0; i < square.Length; i++) square[i] += (double)gradient[i] * gradient[i];
        });
        var map = new float[length];
        for (var i = 0; i < length; i++)
            map[i] = (float)(Kind switch
            {
                SmoothGradKind.Square => square[i] / Samples,
                SmoothGradKind.Variance => spread[i] / (Samples - 1),
                _ => mean[i],
            });
        return new(item.Image, item.Target, null, image.Shape, map) { Score = total / Samples, Check = Kind == SmoothGradKind.Mean && Samples > 1 ? StandardError(map, spread) : null };
    }

    /// <summary>The noise of the mean against the map's own size: sqrt(sum of squared standard errors / sum of squares of the map).</summary>
    private Check StandardError(float[] map, double[] spread)
    {
        var error = spread.Sum() / (Samples - 1) / Samples;
        var signal = TensorPrimitives.SumOfSquares<float>(map);
        return new("relative standard error", signal > 0 ? Math.Sqrt(error / signal) : 0, 1);
    }
}
