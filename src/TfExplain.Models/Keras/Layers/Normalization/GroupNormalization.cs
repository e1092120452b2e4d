using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Channels in groups, each group of a sample normalised together; as many groups as channels (or -1) is instance normalisation. Weights: gamma, beta [channels].</summary>
internal sealed record GroupNormalization(int Groups, int Axis, float Epsilon, bool Center, bool Scale) : Layer
{
    public static GroupNormalization Read(LayerConfig config) => new(
        config.Int("groups", 32), config.Int("axis", -1), config.Float("epsilon", 1e-3f), config.Bool("center", true), config.Bool("scale", true));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [new KerasTensor(KerasActivations.Along(call, call.Input, [Axis], x =>
    {
        int rank = x.Shape.Rank, channels = x.Shape[^1], groups = Groups == -1 ? channels : Groups;
        if (channels == Shape.Unknown || groups < 1 || channels % groups != 0) throw new ModelFormatException($"Layer '{call.Path}': {channels} channels do not split into {groups} groups.");
        var split = call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, rank - 1), groups, channels / groups]), x);
        var normal = call.Apply(new Normalize([.. Enumerable.Range(1, rank - 2), rank], Epsilon), split);
        var y = call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, rank - 1), channels]), normal);
        if (Scale) y = call.Apply(new Multiply(), y, call.Weight("gamma", [channels]));
        return Center ? call.Apply(new Add(), y, call.Weight("beta", [channels])) : y;
    }), call.Mask)];
}
