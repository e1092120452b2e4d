using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>x[...] with numbers, slices, an ellipsis and new axes.</summary>
internal static class Indexing
{
    public static Node Of(OperatorCall c)
    {
        var x = c.X;
        var keys = Keys(c);
        var used = keys.Count(k => !IsNewAxis(k) && !Is(k, "__ellipsis__"));
        if (used > x.Shape.Rank) throw c.Config.Error($"{used} indices for the {x.Shape.Rank} axes of {x.Shape}.");
        if (!keys.Exists(k => Is(k, "__ellipsis__"))) keys.Add(null);

        int[] starts = new int[x.Shape.Rank], extents = new int[x.Shape.Rank], steps = new int[x.Shape.Rank];
        var sources = new List<int>();
        var axis = 0;
        foreach (var key in keys)
        {
            if (key is null || Is(key, "__ellipsis__"))
            {
                for (var rest = x.Shape.Rank - used; rest > 0; rest--) Keep(null);
            }
            else if (IsNewAxis(key))
            {
                sources.Add(-1);
            }
            else if (key is Argument.OfJson { Value.ValueKind: JsonValueKind.Number } number)
            {
                var index = number.Value.GetInt32();
                if (index < 0) index += Extent();
                (starts[axis], extents[axis], steps[axis]) = (index, 1, 1);
                axis++;
            }
            else if (key is Argument.OfJson json && Is(key, "__slice__"))
            {
                Keep(json.Value.GetProperty("config"));
            }
            else
            {
                throw c.Config.Error("an index should be a number, a slice, an ellipsis or None.");
            }
        }
        var sliced = c.Apply(new Slice(Ints.Create(starts), Ints.Create(extents)) { Steps = Ints.Create(steps) }, x);
        return sources.SequenceEqual(Enumerable.Range(0, x.Shape.Rank)) ? sliced : c.Regroup(sliced, sources);

        int Extent() => x.Shape[axis] != Shape.Unknown ? x.Shape[axis] : throw c.Config.Error($"an index from the end needs a known extent of axis {axis} of {x.Shape}.");

        void Keep(JsonElement? slice)
        {
            int? Part(string name) => slice is { } stored && stored.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
            int step = Part("step") ?? 1;
            int? start = Part("start"), stop = Part("stop");
            sources.Add(axis);
            steps[axis] = step;
            if (step > 0 && start is null or >= 0 && stop is null)
            {
                (starts[axis], extents[axis]) = (x.Shape[axis] == Shape.Unknown ? start ?? 0 : Math.Min(start ?? 0, x.Shape[axis]), -1);
            }
            else
            {
                if (step == 0) throw c.Config.Error("a slice has the step 0.");
                var extent = Extent();
                // Python's rule: ends outside are moved to the border, one beyond it for a downward walk.
                int At(int? given, int otherwise) => given is not { } i ? otherwise : Math.Clamp(i < 0 ? i + extent : i, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
                int first = At(start, step > 0 ? 0 : extent - 1), end = At(stop, step > 0 ? extent : -1);
                (starts[axis], extents[axis]) = (first, Math.Max(0, (end - first + step - Math.Sign(step)) / step));
            }
            axis++;
        }
    }

    private static List<Argument?> Keys(OperatorCall c) => c.Layer.Find("key", 1) switch
    {
        Argument.OfList list => [.. list.Items],
        Argument.OfJson { Value.ValueKind: JsonValueKind.Array } array => [.. array.Value.EnumerateArray().Select(item => new Argument.OfJson(item))],
        { } one => [one],
        null => throw c.Config.Error("the call has no index."),
    };

    private static bool IsNewAxis(Argument? key) => key is Argument.OfJson { Value.ValueKind: JsonValueKind.Null };

    private static bool Is(Argument? key, string className) =>
        key is Argument.OfJson { Value.ValueKind: JsonValueKind.Object } json && json.Value.TryGetProperty("class_name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == className;
}
