using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Functions that move elements.</summary>
internal static class StructureOperators
{
    private const int MostElements = 1 << 20;

    public static IReadOnlyDictionary<string, Func<OperatorCall, Node>> All { get; } = new Dictionary<string, Func<OperatorCall, Node>>
    {
        ["reshape"] = call => call.Apply(new Engine.Operations.Reshape(call.Ints("shape") ?? throw call.Error("the new shape must be given in numbers")), call.X),
        ["transpose"] = Transpose,
        ["compat.v1.transpose"] = Transpose,
        ["expand_dims"] = ExpandDims,
        ["compat.v1.expand_dims"] = ExpandDims,
        ["squeeze"] = Squeeze,
        ["compat.v1.squeeze"] = Squeeze,
        ["concat"] = call => call.Apply(new Concat(call.Int("axis") ?? throw call.Error("'axis' is missing")), Tensors(call)),
        ["stack"] = Stack,
        ["pad"] = Pad,
        ["compat.v1.pad"] = Pad,
        ["tile"] = call => call.Apply(new Tile(call.Ints("multiples") ?? throw call.Error("'multiples' must be numbers")), call.X),
        ["repeat"] = call => call.Apply(new Repeat(call.Int("axis") ?? throw call.Error("'axis' is missing"), call.Int("repeats") ?? throw call.Error("'repeats' must be one number")), call.X),
        ["reverse"] = call => call.Apply(new Reverse(call.Ints("axis") ?? throw call.Error("'axis' is missing")), call.X),
        ["one_hot"] = call => call.Apply(new OneHot(call.Int("depth") ?? throw call.Error("'depth' is missing")), call.X),
        ["zeros_like"] = call => call.Apply(new NotEqual(), call.X, call.X),
        ["ones_like"] = call => call.Apply(new Equal(), call.X, call.X),
        ["__operators__.getitem"] = call => Indexing.Apply(call, call.X, call.Json("slice_spec") ?? throw call.Error("'slice_spec' is missing")),
    };

    private static Node[] Tensors(OperatorCall call) => [.. call.Layer.Inputs.Select(i => i.Value)];

    private static Node Transpose(OperatorCall call) =>
        call.Apply(new Transpose(call.Ints("perm") ?? Ints.Create([.. Enumerable.Range(0, call.X.Shape.Rank).Reverse()])), call.X);

    private static Node ExpandDims(OperatorCall call)
    {
        var rank = call.X.Shape.Rank;
        var axis = call.Int("axis") ?? throw call.Error("'axis' is missing");
        if (axis < 0) axis += rank + 1;
        if (axis < 0 || axis > rank) throw call.Error($"axis {axis} does not exist in {call.X.Shape}");
        return Indexing.Arrange(call, call.X, [.. Enumerable.Range(0, axis), Indexing.NewAxis, .. Enumerable.Range(axis, rank - axis)]);
    }

    private static Node Squeeze(OperatorCall call)
    {
        var shape = call.X.Shape;
        var named = call.Ints("axis") ?? call.Ints("squeeze_dims");
        var gone = named is { Count: > 0 } axes ? axes.Select(shape.Axis).ToArray() : [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1)];
        return Indexing.Arrange(call, call.X, [.. Enumerable.Range(0, shape.Rank).Except(gone)]);
    }

    private static Node Stack(OperatorCall call)
    {
        var rank = call.Layer.Input.Shape.Rank;
        var axis = call.Int("axis") ?? 0;
        if (axis < 0) axis += rank + 1;
        if (axis < 0 || axis > rank) throw call.Error($"axis {axis} does not exist");
        return call.Apply(new Concat(axis), [.. Tensors(call).Select(x => Indexing.Arrange(call, x, [.. Enumerable.Range(0, axis), Indexing.NewAxis, .. Enumerable.Range(axis, rank - axis)]))]);
    }

    private static Node Pad(OperatorCall call)
    {
        if (call.Json("paddings") is not { ValueKind: JsonValueKind.Array } stored) throw call.Error("'paddings' must be numbers");
        var numbers = call.Numbers(stored).Select(n => (int)n).ToArray();
        if (numbers.Length != 2 * call.X.Shape.Rank) throw call.Error($"'paddings' should be a pair for each axis of {call.X.Shape}");
        if (numbers.Any(n => n is < 0 or > MostElements)) throw call.Error($"'paddings' should hold whole numbers from 0 to {MostElements}");
        Ints before = Ints.Create([.. numbers.Where((_, i) => i % 2 == 0)]), after = Ints.Create([.. numbers.Where((_, i) => i % 2 == 1)]);
        return call.Text("mode", "CONSTANT").ToUpperInvariant() switch
        {
            "CONSTANT" => call.Apply(new Engine.Operations.Pad(before, after, call.Float("constant_values", 0)), call.X),
            "REFLECT" => call.Apply(new MirrorPad(before, after), call.X),
            "SYMMETRIC" => call.Apply(new MirrorPad(before, after, Symmetric: true), call.X),
            var other => throw call.Error($"the mode '{other}' is not known"),
        };
    }
}
