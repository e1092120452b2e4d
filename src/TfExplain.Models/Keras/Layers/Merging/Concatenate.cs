using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The inputs one after the other along an axis; masks of steps are joined likewise.</summary>
internal sealed record Concatenate(int Axis) : Layer
{
    public static Concatenate Read(LayerConfig config) => new(config.Int("axis", -1));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var y = call.Inputs.Count == 1 ? call.Input : call.Apply(new Concat(Axis), [.. call.Inputs.Select(i => i.Value)]);
        if (call.Inputs.All(i => i.Mask is null)) return [y];
        if (y.Shape.Axis(Axis) != 1) return [new KerasTensor(y, call.Inputs.Select(i => i.Mask).Aggregate((Node?)null, (a, b) => AttentionMasks.And(call, a, b)))];
        // An input without a mask counts as a whole: x - x + 1 has its batch and steps, whatever they are.
        Node Whole(Node x) => call.Apply(new Add(), call.Apply(new Reduce(ReduceKind.Max, [.. Enumerable.Range(2, x.Shape.Rank - 2)]), call.Apply(new NotEqual(), x, x)), call.Constant(1));
        return [new KerasTensor(y, call.Apply(new Concat(1), [.. call.Inputs.Select(i => i.Mask ?? Whole(i.Value))]))];
    }
}
