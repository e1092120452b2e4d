using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Python's x[...]: ranges {start, stop, step}, whole numbers, new axes (null) and an ellipsis.</summary>
internal static class Indexing
{
    /// <summary>Stands for an axis of extent 1 in <see cref="Arrange"/>.</summary>
    public const int NewAxis = -1;

    public static Node Apply(OperatorCall call, Node x, JsonElement stored)
    {
        var items = stored.ValueKind == JsonValueKind.Array ? stored.EnumerateArray().ToList() : [stored];
        var used = items.Count(i => !IsEllipsis(i) && i.ValueKind != JsonValueKind.Null);
        if (used > x.Shape.Rank) throw call.Error($"{used} indices for {x.Shape}");
        var kept = new List<int>();
        var axis = 0;
        foreach (var item in items)
        {
            if (IsEllipsis(item))
            {
                kept.AddRange(Enumerable.Range(axis, x.Shape.Rank - used));
                axis += x.Shape.Rank - used;
            }
            else if (item.ValueKind == JsonValueKind.Null)
            {
                kept.Add(NewAxis);
            }
            else if (item.ValueKind == JsonValueKind.Number)
            {
                x = At(call, x, axis++, item.GetInt32());
            }
            else
            {
                x = Range(call, x, axis, Bound(call, item, "start"), Bound(call, item, "stop"), Bound(call, item, "step") ?? 1);
                kept.Add(axis++);
            }
        }
        kept.AddRange(Enumerable.Range(axis, x.Shape.Rank - axis));
        return kept.SequenceEqual(Enumerable.Range(0, x.Shape.Rank)) ? x : Arrange(call, x, [.. kept]);
    }

    /// <summary>The value with new axes of extent 1 and without some that have it; <paramref name="axes"/> ascend.</summary>
    public static Node Arrange(OperatorCall call, Node x, int[] axes)
    {
        var target = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++)
            target[i] = axes[i] == NewAxis ? 1 : x.Shape[axes[i]] != Shape.Unknown ? x.Shape[axes[i]] : axes[i] == i ? 0 : -1;
        return call.Apply(new Engine.Operations.Reshape(Ints.Create(target)), x);
    }

    private static Node At(OperatorCall call, Node x, int axis, int index)
    {
        var extent = x.Shape[axis];
        if (extent != Shape.Unknown && (index < -extent || index >= extent)) throw call.Error($"index {index} does not exist on axis {axis} of {x.Shape}");
        if (index < 0 && extent == Shape.Unknown)
        {
            x = call.Apply(new Reverse([axis]), x);
            index = -1 - index;
        }
        return Slice(call, x, axis, index < 0 ? index + extent : index, 1, 1);
    }

    private static Node Range(OperatorCall call, Node x, int axis, int? start, int? stop, int step)
    {
        if (step == 0) throw call.Error("a step of 0");
        var extent = x.Shape[axis];
        if (start is null or 0 && stop is null && step == 1) return x;
        if (extent == Shape.Unknown) return RangeOfUnknown(call, x, axis, start, stop, step);
        int Bound(int? given, int otherwise) => given is not { } bound ? otherwise
            : Math.Clamp(bound < 0 ? bound + extent : bound, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
        int first = Bound(start, step > 0 ? 0 : extent - 1), end = Bound(stop, step > 0 ? extent : -1);
        var count = Math.Max(0, step > 0 ? (end - first + step - 1) / step : (first - end - step - 1) / -step);
        return Slice(call, x, axis, first, count, step);
    }

    private static Node RangeOfUnknown(OperatorCall call, Node x, int axis, int? start, int? stop, int step)
    {
        if (start is null && stop is null && step == -1) return call.Apply(new Reverse([axis]), x);
        if (step < 0 || start < 0) throw call.Error($"axis {axis} of {x.Shape} is not known, so it cannot be cut from its end");
        if (stop >= 0) return Slice(call, x, axis, start ?? 0, Math.Max(0, (stop.Value - (start ?? 0) + step - 1) / step), step);
        int[] before = new int[x.Shape.Rank], after = new int[x.Shape.Rank];
        (before[axis], after[axis]) = (start ?? 0, -(stop ?? 0));
        x = Cropping.Crop(call.Layer, x, Ints.Create(before), Ints.Create(after));
        return step == 1 ? x : Slice(call, x, axis, 0, -1, step);
    }

    private static Node Slice(OperatorCall call, Node x, int axis, int start, int count, int step)
    {
        int[] starts = new int[x.Shape.Rank], extents = new int[x.Shape.Rank], steps = new int[x.Shape.Rank];
        Array.Fill(extents, -1);
        Array.Fill(steps, 1);
        (starts[axis], extents[axis], steps[axis]) = (start, count, step);
        return call.Apply(new Slice(Ints.Create(starts), Ints.Create(extents)) { Steps = Ints.Create(steps) }, x);
    }

    private static bool IsEllipsis(JsonElement item) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("class_name", out var name) && name.ValueEquals("__ellipsis__");

    private static int? Bound(OperatorCall call, JsonElement range, string name)
    {
        if (range.ValueKind != JsonValueKind.Object || !range.TryGetProperty(name, out var value)) throw call.Error($"expected a range; found {range.GetRawText()}");
        return value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw call.Error($"'{name}' of a range should be a whole number; found {value.GetRawText()}");
    }
}
