using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The arguments of a TensorFlow function that Keras 2 stored as a layer: tensors, or numbers where the program had constants.</summary>
internal sealed class OperatorCall(LayerCall call, string function)
{
    public LayerCall Layer { get; } = call;

    public string Function { get; } = function;

    /// <summary>The first argument.</summary>
    public Node X => Value("x", 0);

    /// <summary>A tensor, or a constant of the stored numbers.</summary>
    public Node Value(string name, int position = int.MaxValue) => Optional(name, position) ?? throw Error($"the argument '{name}' is missing");

    public Node? Optional(string name, int position = int.MaxValue) => Layer.Find(name, position) switch
    {
        Argument.OfTensor tensor => tensor.Tensor.Value,
        Argument.OfJson json => Constant(json.Value),
        null => null,
        _ => throw Error($"the argument '{name}' should be one tensor"),
    };

    public JsonElement? Json(string name) => Layer.Find(name) is Argument.OfJson json ? json.Value : null;

    public int? Int(string name) => Json(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Error($"'{name}' should be a whole number; found {value.GetRawText()}");

    public float Float(string name, float otherwise) => Json(name) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number ? value.GetSingle() : throw Error($"'{name}' should be a number; found {value.GetRawText()}");

    public bool Flag(string name) => Json(name) is { ValueKind: JsonValueKind.True };

    public string Text(string name, string otherwise) => Json(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : otherwise;

    /// <summary>Whole numbers, one of which need not be a list; null where absent.</summary>
    public Ints? Ints(string name) => Json(name) is { } value ? Engine.Ints.Create([.. Numbers(value).Select(n => (int)n)]) : null;

    public Node Apply(Operation operation, params ReadOnlySpan<Node> inputs) => Layer.Apply(operation, inputs);

    public Node Constant(float value) => Layer.Constant(value);

    public ModelFormatException Error(string problem) => new($"Layer '{Layer.Path}' (tf.{Function}): {problem}.");

    /// <summary>The numbers of nested lists in order.</summary>
    public IEnumerable<float> Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Number => [value.GetSingle()],
        JsonValueKind.True => [1],
        JsonValueKind.False => [0],
        _ => throw Error($"expected numbers; found {value.GetRawText()}"),
    };

    private Node Constant(JsonElement value)
    {
        var extents = new List<int>();
        for (var item = value; item.ValueKind == JsonValueKind.Array && item.GetArrayLength() > 0; item = item[0]) extents.Add(item.GetArrayLength());
        var numbers = Numbers(value).ToArray();
        if (numbers.Length != extents.Aggregate(1L, (product, extent) => product * extent)) throw Error("a constant's lists differ in length");
        return Layer.Constant(Shape.Create([.. extents]), numbers);
    }
}
