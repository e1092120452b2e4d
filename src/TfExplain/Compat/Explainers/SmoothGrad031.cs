using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain;

/// <summary>The mean of d cross-entropy / d input at x + noise.</summary>
internal sealed record SmoothGrad031 : MeanGradient031
{
    public int Samples { get; init; } = 5;

    public float Noise { get; init; } = 1;

    public ReadOnlyMemory<float> GivenNoise { get; init; }

    protected override string Method => "smoothgrad";

    protected override IEnumerable<KeyValuePair<string, string>> Parameters => [new("num_samples", $"{Samples}"), new("noise", GivenNoise.IsEmpty ? $"{Noise}" : "given")];

    protected override int Count => Samples;

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Noise);
        var expected = run.Images.Sum(i => (long)Samples * i.Values.Length);
        if (!GivenNoise.IsEmpty && GivenNoise.Length != expected)
            throw new ArgumentException($"{Samples} samples of {run.Images.Count} images take {expected} numbers of noise; {GivenNoise.Length} are given.");
        return base.Attribute(run);
    }

    protected override ResolvedTarget Explained(ResolvedTarget target)
    {
        if (target.Head.Kind == ScoreKind.Softmax) return target with { Quantity = Quantity.Loss };
        return target with { Quantity = Quantity.Loss, Head = target.Head with { LogProbability = LogShare(target.Head.Output) } };
    }

    protected override void Fill(ExplainRun run, int image, int sample, Span<float> input)
    {
        if (GivenNoise.IsEmpty) CounterRandom.Of(run.Options.Seed).Part(image).Part(sample).Normal(input, Noise);
        else GivenNoise.Span.Slice(Samples * run.Images.Take(image).Sum(i => i.Values.Length) + sample * input.Length, input.Length).CopyTo(input);
        TensorPrimitives.Add(input, run.Images[image].Values.Span, input);
    }

    /// <summary>log of clip(y / sum y, 1e-7, 1 - 1e-7): what Keras takes for log p where the output is no softmax.</summary>
    private static Node LogShare(Node output)
    {
        var sum = new Node("class-sum", new Reduce(ReduceKind.Sum, [-1], true), output);
        var share = new Node("class-share", new Divide(), output, sum);
        var clipped = new Node("class-share-clipped", Unary.Of(new Clip(1e-7f, 1 - 1e-7f)), share);
        return new("class-log-share", Unary.Of<Log>(), clipped);
    }
}
