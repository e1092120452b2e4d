namespace TfExplain;

/// <summary>The mean of d probability / d input at x k / (steps - 1).</summary>
internal sealed record IntegratedGradients031 : MeanGradient031
{
    public int Steps { get; init; } = 10;

    protected override string Method => "integrated-gradients";

    protected override IEnumerable<KeyValuePair<string, string>> Parameters => [new("n_steps", $"{Steps}")];

    protected override int Count => Steps;

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        // The library divides by steps - 1.
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 2);
        return base.Attribute(run);
    }

    protected override ResolvedTarget Explained(ResolvedTarget target) => target with { Quantity = Quantity.Probability };

    protected override void Fill(ExplainRun run, int image, int sample, Span<float> input)
    {
        var x = run.Images[image].Values.Span;
        for (var i = 0; i < input.Length; i++) input[i] = (float)((double)x[i] * sample / (Steps - 1));
    }
}
