using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>[N, ...] to [N, target_shape...]; one extent may be -1.</summary>
internal sealed record Reshape(Ints TargetShape) : Layer
{
    public static Reshape Read(LayerConfig config) => new(config.Ints("target_shape"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        // With a batch of any size the operation cannot tell yet whether the sizes agree.
        var sample = call.Input.Shape[1..];
        var wanted = TargetShape.Where(e => e != -1).Aggregate(1L, (size, extent) => Math.Abs(size) > int.MaxValue ? size : size * extent);
        if (sample.IsKnown && (TargetShape.Contains(-1) ? wanted != 0 && sample.Count % wanted != 0 : sample.Count != wanted))
            throw new ModelFormatException($"Layer '{call.Path}' (Reshape) cannot give the {sample.Count} values of a sample {sample} the shape {TargetShape}.");
        return [call.Apply(new Engine.Operations.Reshape([0, .. TargetShape]), call.Input)];
    }
}
