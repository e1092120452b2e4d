using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// Combines its inputs from left to right with one operation. Inputs broadcast; one of lower rank gets axes of extent 1 behind its batch axis.
/// The result is masked where an input is.
/// </summary>
internal sealed record Merge(Operation Combine, bool Average = false) : Layer
{
    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var rank = call.Inputs.Select(i => i.Shape.Rank).DefaultIfEmpty().Max();
        Node Raised(Node x) => x.Shape.Rank == rank || x.Shape.Rank == 0 ? x
            : call.Apply(new Engine.Operations.Reshape([x.Shape[0] == Shape.Unknown ? -1 : x.Shape[0], .. Ints.Repeat(1, rank - x.Shape.Rank), .. x.Shape.Span[1..]]), x);
        var y = Raised(call.Input);
        foreach (var other in call.Inputs.Skip(1)) y = call.Apply(Combine, y, Raised(other.Value));
        if (Average) y = call.Apply(new Multiply(), y, call.Constant(1f / call.Inputs.Count));
        return [new KerasTensor(y, call.Inputs.Select(i => i.Mask).Aggregate((Node?)null, (a, b) => AttentionMasks.And(call, a, b)))];
    }
}
