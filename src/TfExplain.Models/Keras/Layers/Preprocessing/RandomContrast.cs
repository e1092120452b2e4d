using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>(x - m) c + m with m the mean of a channel of an image and c of [1 - low, 1 + high], cut to the value range; one factor f stands for low = high = f.</summary>
internal sealed record RandomContrast(LayerConfig Config) : Augmentation(Config)
{
    protected override Node Train(LayerCall call, Node x)
    {
        // The bounds may be in either order, so they are not sorted.
        var (low, high) = Config.Find("factor") is { ValueKind: System.Text.Json.JsonValueKind.Array } && Config.Floats("factor") is [var first, var second] ? (first, second) : Factor("factor", f => (f, f), lowest: 0);
        if (!(low is >= 0 and <= 1) || !(high >= 0)) throw Config.Error($"'factor' should be one or two numbers from 0 on, the first at most 1; found {low}, {high}.");
        var mean = call.Apply(new Reduce(ReduceKind.Mean, [1, 2], KeepDims: true), x);
        var contrast = Draw(call, x, "contrast", (1 - low, 1 + high));
        return Cut(call, call.Apply(new Add(), call.Apply(new Multiply(), call.Apply(new Subtract(), x, mean), contrast), mean), ValueRange());
    }
}
