using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>The mean of d score / d input over some inputs made of each image.</summary>
internal abstract record MeanGradient031 : Grey031
{
    /// <summary>The number of inputs made of an image.</summary>
    protected abstract int Count { get; }

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        run.Expect((long)run.Cases.Count * Count);
        return [.. run.Cases.Select(item => One(run, item with { Target = Explained(item.Target) }))];
    }

    /// <summary>The quantity that is differentiated.</summary>
    protected abstract ResolvedTarget Explained(ResolvedTarget target);

    /// <summary>Writes an input made of an image.</summary>
    protected abstract void Fill(ExplainRun run, int image, int sample, Span<float> input);

    private Attribution One(ExplainRun run, ExplainCase item)
    {
        var image = run.Images[item.Image];
        var sum = new double[image.Values.Length];
        double total = 0;
        run.Gradients(item, Count, BackwardRule.Gradient, (sample, input) => Fill(run, item.Image, sample, input), (_, score, gradient) =>
        {
            total += score;
            for (var i = 0; i < sum.Length; i++) sum[i] += gradient[i];
        });
        var mean = new float[sum.Length];
        for (var i = 0; i < mean.Length; i++) mean[i] = (float)(sum[i] / Count);
        return new(item.Image, item.Target, null, image.Shape, mean) { Score = (float)(total / Count) };
    }
}
