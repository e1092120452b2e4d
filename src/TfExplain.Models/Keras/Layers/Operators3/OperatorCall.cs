using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>One call of a keras.ops function: its operands as values, its settings by name.</summary>
internal sealed class OperatorCall(LayerConfig config, LayerCall call)
{
    private const int MostConstants = 1 << 24;

    public LayerConfig Config => config;

    public LayerCall Layer => call;

    /// <summary>The first operand.</summary>
    public Node X => Value(0, "x");

    /// <summary>An operand: another layer's value, or a fixed number or array.</summary>
    public Node Value(int position, params ReadOnlySpan<string> names) => Optional(position, names) ?? throw config.Error($"the call lacks its argument {position} ({string.Join(" or ", names)}).");

    public Node? Optional(int position, params ReadOnlySpan<string> names)
    {
        var argument = Find(position, names);
        return argument is null ? null : AsValue(argument);
    }

    /// <summary>The operands of a list, such as those of <c>concatenate</c>.</summary>
    public IReadOnlyList<Node> List(int position, params ReadOnlySpan<string> names) => Find(position, names) switch
    {
        Argument.OfList list => [.. list.Items.Select(AsValue)],
        { } one => [AsValue(one)],
        null => throw config.Error("the call has no list of values."),
    };

    public Argument? Find(int position, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (call.Find(name) is { } named) return named;
        return call.Find("", position);
    }

    /// <summary>The axes of a setting, from 0 on; null where it is absent or None.</summary>
    public Ints? Axes(string name, Shape shape) => config.Find(name) is null ? null : Ints.Create([.. config.Ints(name).Select(shape.Axis)]);

    public int Axis(string name, Shape shape, int otherwise = -1) => shape.Axis(config.Int(name, otherwise));

    public Node Apply(Operation operation, params ReadOnlySpan<Node> inputs) => call.Apply(operation, inputs);

    public Node Constant(float value) => call.Constant(value);

    /// <summary>Axis i of the result is axis sources[i] of x, or a new one of extent 1 where that is -1; the order stays, axes left out have extent 1.</summary>
    public Node Regroup(Node x, IReadOnlyList<int> sources)
    {
        // An extent that is not known yet is copied where its axis stays in place; one other may take what is left.
        var target = sources.Select((source, axis) => source < 0 ? 1 : x.Shape[source] != Shape.Unknown ? x.Shape[source] : source == axis ? 0 : -1);
        return Apply(new Engine.Operations.Reshape(Ints.Create([.. target])), x);
    }

    /// <summary>x with a new axis of extent 1.</summary>
    public Node Expand(Node x, int axis) => Regroup(x, [.. Enumerable.Range(0, axis), -1, .. Enumerable.Range(axis, x.Shape.Rank - axis)]);

    /// <summary>x without some axes of extent 1.</summary>
    public Node Drop(Node x, params IReadOnlyCollection<int> axes) => Regroup(x, [.. Enumerable.Range(0, x.Shape.Rank).Except(axes)]);

    private Node AsValue(Argument argument) => argument switch
    {
        Argument.OfTensor tensor => tensor.Tensor.Value,
        Argument.OfJson json => AsConstant(json.Value),
        Argument.OfList list when !list.Tensors.Any() => AsConstant(list),
        _ => throw config.Error("expected a value or a number as argument."),
    };

    private Node AsConstant(JsonElement json)
    {
        var (extents, values) = (new List<int>(), new List<float>());
        Read(Unwrapped(json), 0, extents, values);
        return call.Constant(Shape.Create([.. extents]), [.. values]);
    }

    private Node AsConstant(Argument.OfList list)
    {
        var parts = list.Items.Select(AsValue).Select(part => Expand(part, 0)).ToList();
        return parts.Count == 1 ? parts[0] : Apply(new Concat(0), [.. parts]);
    }

    /// <summary>Arrays stand in {"class_name": "__numpy__" or "__tensor__", "config": {"value": [...]}}.</summary>
    private static JsonElement Unwrapped(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("config", out var inner) && inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty("value", out var value) ? value : json;

    private void Read(JsonElement json, int depth, List<int> extents, List<float> values)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            if (depth == extents.Count && values.Count == 0) extents.Add(json.GetArrayLength());
            if (depth >= extents.Count || extents[depth] != json.GetArrayLength()) throw config.Error("an array among the arguments has rows of different lengths.");
            foreach (var item in json.EnumerateArray()) Read(item, depth + 1, extents, values);
            return;
        }
        if (depth != extents.Count) throw config.Error("an array among the arguments has rows of different lengths.");
        values.Add(json.ValueKind switch
        {
            JsonValueKind.Number => json.GetSingle(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => throw config.Error($"expected a number among the arguments; found {json.GetRawText()}."),
        });
        if (values.Count > MostConstants) throw config.Error($"an array among the arguments has more than {MostConstants} numbers.");
    }
}
