using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Functions that cut a tensor into several.</summary>
internal static class PartOperators
{
    private const int MostParts = 1 << 14;

    public static IReadOnlyDictionary<string, Func<OperatorCall, IReadOnlyList<KerasTensor>>> All { get; } = new Dictionary<string, Func<OperatorCall, IReadOnlyList<KerasTensor>>>
    {
        ["split"] = Split,
        ["unstack"] = Unstack,
    };

    private static IReadOnlyList<KerasTensor> Split(OperatorCall call)
    {
        var axis = call.X.Shape.Axis(call.Int("axis") ?? 0);
        var parts = call.Json("num_or_size_splits") is { ValueKind: JsonValueKind.Array } ? call.Ints("num_or_size_splits")!.Value : Even(call, axis, call.Int("num_or_size_splits"));
        return Cut(call, axis, parts);
    }

    private static IReadOnlyList<KerasTensor> Unstack(OperatorCall call)
    {
        var axis = call.X.Shape.Axis(call.Int("axis") ?? 0);
        var parts = Even(call, axis, call.Int("num") ?? call.X.Shape[axis]);
        return [.. Cut(call, axis, parts).Select(part => new KerasTensor(Indexing.Arrange(call, part.Value, [.. Enumerable.Range(0, call.X.Shape.Rank).Where(a => a != axis)])))];
    }

    private static Ints Even(OperatorCall call, int axis, int? count)
    {
        var extent = call.X.Shape[axis];
        if (count > MostParts) throw call.Error($"{count} parts are more than the {MostParts} that are supported");
        return count is > 0 && extent > 0 && extent % count == 0 ? Ints.Repeat(extent / count.Value, count.Value) : throw call.Error($"{call.X.Shape} does not split into {count} equal parts along axis {axis}");
    }

    private static IReadOnlyList<KerasTensor> Cut(OperatorCall call, int axis, Ints parts)
    {
        var outputs = new List<KerasTensor>();
        var start = new int[call.X.Shape.Rank];
        foreach (var part in parts)
        {
            var extent = Ints.Repeat(-1, start.Length).ToArray();
            extent[axis] = part;
            outputs.Add(call.Apply(new Slice(Ints.Create(start), Ints.Create(extent)), call.X));
            start[axis] += part;
        }
        return outputs;
    }
}
