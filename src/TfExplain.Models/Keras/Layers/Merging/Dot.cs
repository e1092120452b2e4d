using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The products of two inputs summed along one axis of each, sample by sample; with normalize, of unit vectors: cosines.</summary>
internal sealed record Dot(Ints Axes, bool Normalize) : Layer
{
    public static Dot Read(LayerConfig config) => new(config.Find("axes") is { ValueKind: JsonValueKind.Number } ? Ints.Repeat(config.Int("axes"), 2) : config.Ints("axes", 2), config.Bool("normalize", false));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Inputs.Count != 2) throw new ModelFormatException($"Layer '{call.Path}' takes the product of two inputs; found {call.Inputs.Count}.");
        var (a, restA) = Rows(call, call.Inputs[0].Value, Axes[0]);
        var (b, restB) = Rows(call, call.Inputs[1].Value, Axes[1]);
        var product = call.Apply(new MatMul(TransposeB: true), a, b);
        int[] rest = [.. restA, .. restB];
        return [call.Apply(new Engine.Operations.Reshape([0, .. rest.Length == 0 ? [1] : rest]), product)];
    }

    /// <summary>[N, rows, summed], and the extents that the rows are made of.</summary>
    private (Node Rows, int[] Extents) Rows(LayerCall call, Node x, int axis)
    {
        axis = x.Shape.Axis(axis);
        if (Normalize) x = call.Apply("normalized", (builder, name) => L2Normalize.Build(builder, name, x, [axis]));
        int[] others = [.. Enumerable.Range(1, x.Shape.Rank - 1).Where(a => a != axis)];
        if (axis != x.Shape.Rank - 1) x = call.Apply(new Transpose([0, .. others, axis]), x);
        return (call.Apply(new Engine.Operations.Reshape([0, -1, x.Shape[^1]]), x), x.Shape.Span[1..^1].ToArray());
    }
}
