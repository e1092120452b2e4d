using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Functions that move elements without changing them.</summary>
internal static class ShapeOperators
{
    public static IReadOnlyDictionary<string, OperatorFunction> All { get; } = new Dictionary<string, OperatorFunction>
    {
        ["Concatenate"] = c => [Concatenate(c, c.List(0, "xs"), c.Config.Int("axis", 0))],
        ["Hstack"] = c => [Concatenate(c, c.List(0, "xs"), c.List(0, "xs")[0].Shape.Rank == 1 ? 0 : 1)],
        ["Stack"] = c => [Stack(c)],
        ["Split"] = Split,
        ["Unstack"] = Unstack,
        ["Reshape"] = c => [c.Apply(new Engine.Operations.Reshape(c.Config.Ints("newshape")), c.X)],
        ["Ravel"] = c => [c.Apply(new Engine.Operations.Reshape([-1]), c.X)],
        ["Transpose"] = c => [Transpose(c)],
        ["Swapaxes"] = c => [Swap(c)],
        ["Moveaxis"] = c => [Move(c)],
        ["ExpandDims"] = c => [ExpandDims(c)],
        ["Squeeze"] = c => [Squeeze(c)],
        ["BroadcastTo"] = c => [c.Apply(new BroadcastTo(Shape.Create(c.Config.Ints("shape").Span)), c.X)],
        ["Flip"] = c => [c.Apply(new Reverse(c.Axes("axis", c.X.Shape) ?? Ints.Create([.. Enumerable.Range(0, c.X.Shape.Rank)])), c.X)],
        ["Roll"] = c => [Roll(c)],
        ["Repeat"] = c => [c.Apply(new Repeat(c.Axis("axis", c.X.Shape), c.Config.Ints("repeats", 1)[0]), c.X)],
        ["Tile"] = c => [Tile(c)],
        ["Pad"] = c => [Pad(c)],
        ["Take"] = c => [Take(c)],
        ["GetItem"] = c => [Indexing.Of(c)],
        ["Slice"] = c => [c.Apply(new Slice(IntsOf(c, 1, "start_indices"), c.Config.Ints("shape")), c.Value(0, "inputs", "x"))],
    };

    private static Node Concatenate(OperatorCall c, IReadOnlyList<Node> values, int axis) =>
        values.Count == 1 ? values[0] : c.Apply(new Concat(axis), [.. values]);

    private static Node Stack(OperatorCall c)
    {
        var values = c.List(0, "x", "xs");
        var axis = c.Config.Int("axis", 0);
        if (axis < 0) axis += values[0].Shape.Rank + 1;
        return Concatenate(c, [.. values.Select(v => c.Expand(v, axis))], axis);
    }

    private static List<Node> Split(OperatorCall c)
    {
        var x = c.X;
        var axis = c.Axis("axis", x.Shape, 0);
        var extent = Known(c, x, axis);
        var sections = c.Config.Ints("indices_or_sections");
        List<int> borders = [];
        if (c.Config.Find("indices_or_sections") is { ValueKind: JsonValueKind.Number })
        {
            if (sections[0] < 1 || extent % sections[0] != 0) throw c.Config.Error($"axis {axis} of {x.Shape} cannot be split into {sections[0]} equal parts.");
            for (var border = extent / sections[0]; border < extent; border += extent / sections[0]) borders.Add(border);
        }
        else
        {
            borders.AddRange(sections.Select(border => Math.Clamp(border < 0 ? border + extent : border, 0, extent)));
        }
        var (parts, start) = (new List<Node>(), 0);
        foreach (var end in borders.Append(extent))
        {
            parts.Add(Part(c, x, axis, start, Math.Max(0, end - start)));
            start = end;
        }
        return parts;
    }

    private static List<Node> Unstack(OperatorCall c)
    {
        var x = c.X;
        var axis = c.Axis("axis", x.Shape, 0);
        return [.. Enumerable.Range(0, Known(c, x, axis)).Select(i => c.Drop(Part(c, x, axis, i, 1), axis))];
    }

    private static Node Transpose(OperatorCall c)
    {
        var x = c.X;
        return c.Apply(new Transpose(c.Axes("axes", x.Shape) ?? Ints.Create([.. Enumerable.Range(0, x.Shape.Rank).Reverse()])), x);
    }

    private static Node Swap(OperatorCall c)
    {
        var x = c.X;
        var order = Enumerable.Range(0, x.Shape.Rank).ToArray();
        int a = c.Axis("axis1", x.Shape), b = c.Axis("axis2", x.Shape);
        (order[a], order[b]) = (order[b], order[a]);
        return c.Apply(new Transpose(Ints.Create(order)), x);
    }

    private static Node Move(OperatorCall c)
    {
        var x = c.X;
        Ints from = c.Axes("source", x.Shape)!.Value, to = c.Axes("destination", x.Shape)!.Value;
        var order = new SortedDictionary<int, int>(to.Zip(from).ToDictionary(p => p.First, p => p.Second));
        var rest = new Queue<int>(Enumerable.Range(0, x.Shape.Rank).Except(from));
        return c.Apply(new Transpose(Ints.Create([.. Enumerable.Range(0, x.Shape.Rank).Select(axis => order.TryGetValue(axis, out var moved) ? moved : rest.Dequeue())])), x);
    }

    private static Node ExpandDims(OperatorCall c)
    {
        var x = c.X;
        // Axes count in the result.
        var rank = x.Shape.Rank + c.Config.Ints("axis").Count;
        foreach (var axis in c.Config.Ints("axis").Select(a => a < 0 ? a + rank : a).Order()) x = c.Expand(x, axis);
        return x;
    }

    private static Node Squeeze(OperatorCall c)
    {
        var x = c.X;
        var axes = c.Axes("axis", x.Shape) ?? Ints.Create([.. Enumerable.Range(0, x.Shape.Rank).Where(axis => x.Shape[axis] == 1)]);
        foreach (var axis in axes)
            if (x.Shape[axis] > 1) throw c.Config.Error($"axis {axis} of {x.Shape} cannot be removed: its extent is not 1.");
        return c.Drop(x, axes);
    }

    private static Node Roll(OperatorCall c)
    {
        var x = c.X;
        var axes = c.Axes("axis", x.Shape) ?? throw c.Config.Error("rolling needs an axis.");
        var shifts = c.Config.Ints("shift");
        for (var i = 0; i < axes.Count; i++)
        {
            var extent = Known(c, x, axes[i]);
            var shift = extent == 0 ? 0 : (shifts[Math.Min(i, shifts.Count - 1)] % extent + extent) % extent;
            if (shift > 0) x = c.Apply(new Concat(axes[i]), Part(c, x, axes[i], extent - shift, shift), Part(c, x, axes[i], 0, extent - shift));
        }
        return x;
    }

    private static Node Tile(OperatorCall c)
    {
        var x = c.X;
        var repeats = c.Config.Ints("repeats");
        while (x.Shape.Rank < repeats.Count) x = c.Expand(x, 0);
        return c.Apply(new Tile([.. Ints.Repeat(1, x.Shape.Rank - repeats.Count), .. repeats]), x);
    }

    private static Node Pad(OperatorCall c)
    {
        var x = c.X;
        var pairs = Pairs(c, c.Config.Find("pad_width") ?? throw c.Config.Error("the configuration has no 'pad_width'."), x.Shape.Rank);
        Ints before = Ints.Create([.. pairs.Select(p => p.Before)]), after = Ints.Create([.. pairs.Select(p => p.After)]);
        return c.Config.String("mode", "constant") switch
        {
            "constant" => c.Apply(new Pad(before, after, c.Find(1, "constant_values") is Argument.OfJson { Value.ValueKind: JsonValueKind.Number } value ? value.Value.GetSingle() : 0), x),
            "reflect" => c.Apply(new MirrorPad(before, after), x),
            "symmetric" => c.Apply(new MirrorPad(before, after, Symmetric: true), x),
            var other => throw c.Config.Error($"the padding mode '{other}' is not supported; use constant, reflect or symmetric."),
        };
    }

    private static List<(int Before, int After)> Pairs(OperatorCall c, JsonElement width, int rank)
    {
        if (width.ValueKind == JsonValueKind.Number) return [.. Enumerable.Repeat((width.GetInt32(), width.GetInt32()), rank)];
        var items = width.EnumerateArray().ToList();
        if (items.TrueForAll(i => i.ValueKind == JsonValueKind.Number) && items.Count == 2) return [.. Enumerable.Repeat((items[0].GetInt32(), items[1].GetInt32()), rank)];
        if (items.Count == 1) items = [.. Enumerable.Repeat(items[0], rank)];
        if (items.Count != rank || items.Exists(i => i.ValueKind != JsonValueKind.Array || i.GetArrayLength() != 2)) throw c.Config.Error($"'pad_width' should be a pair for each of the {rank} axes; found {width.GetRawText()}.");
        return [.. items.Select(i => (i[0].GetInt32(), i[1].GetInt32()))];
    }

    private static Node Take(OperatorCall c)
    {
        Node x = c.X, indices = c.Value(1, "indices");
        if (c.Config.Find("axis") is null) return c.Apply(new Gather(), c.Apply(new Engine.Operations.Reshape([-1]), x), indices);
        var axis = c.Axis("axis", x.Shape);
        var table = axis == 0 ? x : c.Apply(new Transpose(Ints.Create([axis, .. Enumerable.Range(0, x.Shape.Rank).Where(a => a != axis)])), x);
        var rows = c.Apply(new Gather(), table, indices);
        // [indices..., before..., after...] to [before..., indices..., after...].
        var taken = indices.Shape.Rank;
        return axis == 0 ? rows : c.Apply(new Transpose(Ints.Create([.. Enumerable.Range(taken, axis), .. Enumerable.Range(0, taken), .. Enumerable.Range(taken + axis, x.Shape.Rank - 1 - axis)])), rows);
    }

    private static Ints IntsOf(OperatorCall c, int position, string name) => c.Find(position, name) is Argument.OfJson { Value.ValueKind: JsonValueKind.Array } json
        ? Ints.Create([.. json.Value.EnumerateArray().Select(e => e.GetInt32())])
        : throw c.Config.Error($"the argument '{name}' should be a list of whole numbers.");

    private static Node Part(OperatorCall c, Node x, int axis, int start, int extent)
    {
        int[] starts = new int[x.Shape.Rank], extents = new int[x.Shape.Rank];
        Array.Fill(extents, -1);
        (starts[axis], extents[axis]) = (start, extent);
        return c.Apply(new Slice(Ints.Create(starts), Ints.Create(extents)), x);
    }

    private static int Known(OperatorCall c, Node x, int axis) =>
        x.Shape[axis] != Shape.Unknown ? x.Shape[axis] : throw c.Config.Error($"the extent of axis {axis} of {x.Shape} must be known.");
}
