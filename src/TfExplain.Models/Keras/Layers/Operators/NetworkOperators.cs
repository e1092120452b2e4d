using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Functions that layers are made of: products, windows, resizing.</summary>
internal static class NetworkOperators
{
    private const int LargestWindow = 1 << 15;

    public static IReadOnlyDictionary<string, Func<OperatorCall, Node>> All { get; } = new Dictionary<string, Func<OperatorCall, Node>>
    {
        ["linalg.matmul"] = call => call.Apply(new MatMul(call.Flag("transpose_a"), call.Flag("transpose_b")), call.X, call.Value("b", 1)),
        ["nn.bias_add"] = call => call.Apply(new Add(), call.X, call.Value("bias", 1)),
        ["nn.max_pool2d"] = call => call.Apply(new MaxPool(Windows(call)), call.X),
        ["nn.max_pool"] = call => call.Apply(new MaxPool(Windows(call)), call.X),
        ["nn.avg_pool2d"] = call => call.Apply(new AveragePool(Windows(call)), call.X),
        ["nn.avg_pool"] = call => call.Apply(new AveragePool(Windows(call)), call.X),
        ["nn.depth_to_space"] = call => call.Apply(new DepthToSpace(call.Int("block_size") ?? throw call.Error("'block_size' is missing")), call.X),
        ["nn.space_to_depth"] = call => call.Apply(new SpaceToDepth(call.Int("block_size") ?? throw call.Error("'block_size' is missing")), call.X),
        ["image.resize"] = Resize,
    };

    private static Windows Windows(OperatorCall call)
    {
        if (call.Text("data_format", "NHWC") != "NHWC") throw call.Error("only the data format NHWC is supported");
        Ints Two(string name)
        {
            var given = call.Ints(name) ?? throw call.Error($"'{name}' is missing");
            if (given.Any(n => n is < 1 or > LargestWindow)) throw call.Error($"'{name}' should hold whole numbers from 1 to {LargestWindow}; found {given}");
            return given.Count switch { 1 => Ints.Repeat(given[0], 2), 2 => given, 4 => [given[1], given[2]], _ => throw call.Error($"'{name}' should be 1, 2 or 4 numbers") };
        }
        var padding = call.Text("padding", "VALID").ToUpperInvariant() switch
        {
            "VALID" => Padding.Valid,
            "SAME" => Padding.Same,
            var other => throw call.Error($"the padding '{other}' is not supported"),
        };
        return new(Two("ksize"), Two("strides"), padding, [1, 1]);
    }

    private static Node Resize(OperatorCall call)
    {
        var size = call.Ints("size") is { Count: 2 } given ? given : throw call.Error("'size' should be two numbers");
        if (call.Flag("preserve_aspect_ratio")) throw call.Error("preserve_aspect_ratio is not supported");
        var method = Resizing.Method(call.Text("method", "bilinear")) ?? throw call.Error($"the method '{call.Text("method", "")}' is not known");
        var antialias = call.Flag("antialias");
        return call.Layer.Apply("resized", (builder, name) => Resample.Spatial(builder, name, call.X,
            new Resize(method) { Size = size[0], Antialias = antialias }, new Resize(method) { Size = size[1], Antialias = antialias }));
    }
}
