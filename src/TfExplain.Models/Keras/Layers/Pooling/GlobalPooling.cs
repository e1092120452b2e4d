using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>GlobalMaxPooling1D to 3D and GlobalAveragePooling1D to 3D; a mask leaves masked steps out of the average.</summary>
internal sealed record GlobalPooling(ReduceKind How, bool KeepDims, bool ChannelsFirst) : Layer
{
    public static GlobalPooling Read(LayerConfig config, ReduceKind how) => new(how, config.Bool("keepdims", false), config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        var first = ChannelsFirst ? 2 : 1;
        var axes = Ints.Create([.. Enumerable.Range(first, x.Shape.Rank - 2)]);
        if (call.Mask is not { } mask || How != ReduceKind.Mean || x.Shape.Rank != 3 || ChannelsFirst) return [call.Apply(new Reduce(How, axes, KeepDims), x)];
        var weights = call.Apply(new Engine.Operations.Reshape([0, 0, 1]), mask);
        var total = call.Apply(new Reduce(ReduceKind.Sum, axes, KeepDims), call.Apply(new Multiply(), x, weights));
        return [call.Apply(new Divide(), total, call.Apply(new Reduce(ReduceKind.Sum, axes, KeepDims), weights))];
    }
}
