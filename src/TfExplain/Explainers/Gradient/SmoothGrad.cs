using TfExplain.Engine;
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
/// Cost: <see cref="Samples"/> forward passes an image and as many backward passes a class; memory does not grow with them. (Smilkov et al., 2017, arXiv 1706.03825.)
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
        run.Expect((long)run.Images.Count * Samples);
        return [.. run.ByImage.SelectMany(image => OneImage(run, image.Image, image.Targets))];
    }

    private IEnumerable<Attribution> OneImage(ExplainRun run, int index, IReadOnlyList<ResolvedTarget> targets)
    {
        var image = run.Images[index];
        var x = image.Values;
        var deviation = Noise * (TensorPrimitives.Max(x.Span) - TensorPrimitives.Min(x.Span));
        var statistics = targets.Select(_ => new Statistics(x.Length)).ToList();
        run.Gradients(index, targets, Samples, Rule, (sample, input) =>
        {
            CounterRandom.Of(run.Options.Seed).Part(index).Part(sample).Normal(input, deviation);
            TensorPrimitives.Add(input, x.Span, input);
        }, (sample, t, score, gradient) => statistics[t].Add(sample, score, gradient));
        for (var t = 0; t < targets.Count; t++)
        {
            var (mean, spread) = (statistics[t].Mean, statistics[t].Spread);
            var map = new float[x.Length];
            for (var i = 0; i < map.Length; i++)
                map[i] = (float)(Kind switch
                {
                    // E[g^2] = E[g]^2 + the biased variance.
                    SmoothGradKind.Square => mean[i] * mean[i] + spread[i] / Samples,
                    SmoothGradKind.Variance => spread[i] / (Samples - 1),
                    _ => mean[i],
                });
            yield return new(index, targets[t], null, image.Shape, map)
            {
                Score = (float)(statistics[t].Total / Samples),
                Check = Kind == SmoothGradKind.Mean && Samples > 1 ? StandardError(map, spread) : null,
            };
        }
    }

    /// <summary>The noise of the mean against the map's own size: sqrt(sum of squared standard errors / sum of squares of the map).</summary>
    private Check StandardError(float[] map, double[] spread)
    {
        var error = spread.Sum() / (Samples - 1) / Samples;
        var signal = TensorPrimitives.SumOfSquares<float>(map);
        return new("relative standard error", signal > 0 ? Math.Sqrt(error / signal) : 0, 1);
    }

    /// <summary>Mean and summed squared deviation by Welford's recurrence: one pass, and no cancellation in the variance.</summary>
    private sealed class Statistics(int length)
    {
        public double[] Mean { get; } = new double[length];

        public double[] Spread { get; } = new double[length];

        public double Total { get; private set; }

        public void Add(int sample, float score, ReadOnlySpan<float> gradient)
        {
            Total += score;
            for (var i = 0; i < gradient.Length; i++)
            {
                var before = gradient[i] - Mean[i];
                Mean[i] += before / (sample + 1);
                Spread[i] += before * (gradient[i] - Mean[i]);
            }
        }
    }
}
