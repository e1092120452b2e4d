using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A recurrent layer forwards and another backwards along the steps; their outputs are merged step by step.</summary>
internal sealed record Bidirectional(RecurrentLayer Forward, RecurrentLayer Backward, string? MergeMode) : Layer
{
    public static Bidirectional Read(LayerConfig config)
    {
        var forward = Recurrent(config, "layer");
        var backward = config.Find("backward_layer") is null ? forward with { GoBackwards = !forward.GoBackwards } : Recurrent(config, "backward_layer");
        var mode = config.Find("merge_mode") is null ? null : config.String("merge_mode");
        if (mode is not (null or "concat" or "sum" or "mul" or "ave")) throw config.Error($"merge_mode '{mode}' is not known; expected concat, sum, mul, ave or null.");
        return new(forward, backward, mode);
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = new KerasTensor(call.Input, call.Mask);
        IReadOnlyList<KerasTensor> initial = [.. call.Find("initial_state")?.Tensors ?? call.Inputs.Skip(1)];
        var half = initial.Count / 2;
        var forward = call.Call("forward_layer", Forward, [x, .. initial.Take(half)]);
        var backward = call.Call("backward_layer", Backward, [x, .. initial.Skip(half)]);
        Node a = forward[0].Value, b = backward[0].Value;
        if (Backward.ReturnSequences) b = call.Apply(new Reverse([1]), b);
        IEnumerable<KerasTensor> outputs = MergeMode switch
        {
            null => [forward[0], new KerasTensor(b, backward[0].Mask)],
            "concat" => [new KerasTensor(call.Apply(new Concat(-1), a, b), forward[0].Mask)],
            "sum" => [new KerasTensor(call.Apply(new Add(), a, b), forward[0].Mask)],
            "mul" => [new KerasTensor(call.Apply(new Multiply(), a, b), forward[0].Mask)],
            _ => [new KerasTensor(call.Apply(new Multiply(), call.Apply(new Add(), a, b), call.Constant(0.5f)), forward[0].Mask)],
        };
        return [.. outputs, .. forward.Skip(1), .. backward.Skip(1)];
    }

    private static RecurrentLayer Recurrent(LayerConfig config, string name) => config.Layer(name) as RecurrentLayer
        ?? throw new UnsupportedLayerException(config.Name, config.ClassName, "the wrapped layer must be a recurrent one");
}
