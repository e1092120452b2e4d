using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>keras.ops.nn and keras.ops.image: activation functions with their parameters, pooling, convolution, resizing.</summary>
internal static class NeuralOperators
{
    public static IReadOnlyDictionary<string, OperatorFunction> All { get; } = new Dictionary<string, OperatorFunction>
    {
        ["Relu"] = Named("relu"),
        ["Relu6"] = Named("relu6"),
        ["Sigmoid"] = Named("sigmoid"),
        ["SparseSigmoid"] = Named("sparse_sigmoid"),
        ["LogSigmoid"] = Named("log_sigmoid"),
        ["HardSigmoid"] = Named("hard_sigmoid"),
        ["HardSilu"] = Named("hard_silu"),
        ["HardTanh"] = Named("hard_tanh"),
        ["TanhShrink"] = Named("tanh_shrink"),
        ["Silu"] = Named("silu"),
        ["Softplus"] = Named("softplus"),
        ["Softsign"] = Named("softsign"),
        ["SparsePlus"] = Named("sparse_plus"),
        ["Selu"] = Named("selu"),
        ["LeakyRelu"] = c => [c.Apply(Unary.Of(new LeakyRelu(c.Config.Float("negative_slope", 0.2f))), c.X)],
        ["Elu"] = c => [c.Apply(Unary.Of(new Elu(c.Config.Float("alpha", 1))), c.X)],
        ["Celu"] = c => [c.Apply(Unary.Of(new Celu(c.Config.Float("alpha", 1))), c.X)],
        ["Gelu"] = c => [c.Apply(c.Config.Bool("approximate", true) ? Unary.Of<GeluTanh>() : Unary.Of<Gelu>(), c.X)],
        ["HardShrink"] = c => [c.Apply(Unary.Of(new HardShrink(c.Config.Float("threshold", 0.5f))), c.X)],
        ["SoftShrink"] = c => [c.Apply(Unary.Of(new SoftShrink(c.Config.Float("threshold", 0.5f))), c.X)],
        ["Squareplus"] = c => [c.Apply(Unary.Of(new Squareplus(c.Config.Float("b", 4))), c.X)],
        ["Glu"] = c => [Glu.Of(c.X, c.Config.Int("axis", -1), (operation, inputs) => c.Apply(operation, inputs))],
        ["Softmax"] = c => [KerasActivations.Softmax(c.Layer, c.X, c.Axes("axis", c.X.Shape) ?? [-1])],
        ["LogSoftmax"] = c => [KerasActivations.Along(c.Layer, c.X, c.Axes("axis", c.X.Shape) ?? [-1], x => c.Apply(new LogSoftmax(), x))],
        ["Sparsemax"] = c => [KerasActivations.Along(c.Layer, c.X, [c.Config.Int("axis", -1)], x => c.Apply(new Sparsemax(), x))],
        ["OneHot"] = c => [c.Config.Int("axis", -1) == -1 ? c.Apply(new OneHot(c.Config.Int("num_classes")), c.X) : throw c.Config.Error("one-hot numbers are supported on the last axis.")],
        ["MaxPool"] = c => [Pool(c, windows => new MaxPool(windows))],
        ["AveragePool"] = c => [Pool(c, windows => new AveragePool(windows))],
        ["Conv"] = c => [Convolve(c, (kernel, strides, dilations) => (kernel, new Convolution(strides, c.Config.Padding(), dilations)))],
        ["DepthwiseConv"] = c => [Convolve(c, (kernel, strides, dilations) => Depthwise(c, kernel, strides, dilations))],
        ["Resize"] = c => [Resize(c)],
        ["RGBToGrayscale"] = c => [Gray(c)],
    };

    private static OperatorFunction Named(string activation) => c => [KerasActivations.All[activation](c.Layer, c.X)];

    private static Node Pool(OperatorCall c, Func<Windows, Operation> operation)
    {
        var x = c.Value(0, "inputs", "x");
        var rank = x.Shape.Rank - 2;
        var size = c.Config.Ints("pool_size", rank);
        var strides = c.Config.Find("strides") is null ? size : c.Config.Ints("strides", rank);
        return ChannelsLast.Run(c.Layer, x, c.Config.ChannelsFirst, value => c.Apply(operation(new(size, strides, c.Config.Padding(), Ints.Repeat(1, rank))), value));
    }

    private static Node Convolve(OperatorCall c, Func<Node, Ints, Ints, (Node Kernel, Operation Operation)> prepare)
    {
        var x = c.Value(0, "inputs", "x");
        var rank = x.Shape.Rank - 2;
        var (kernel, operation) = prepare(c.Value(1, "kernel"), c.Config.Ints("strides", rank, 1), c.Config.Ints("dilation_rate", rank, 1));
        return ChannelsLast.Run(c.Layer, x, c.Config.ChannelsFirst, value => c.Apply(operation, value, kernel));
    }

    /// <summary>[taps..., channels, multiplier] as the grouped kernel [taps..., 1, channels multiplier].</summary>
    private static (Node, Operation) Depthwise(OperatorCall c, Node kernel, Ints strides, Ints dilations)
    {
        var (channels, multiplier) = (kernel.Shape[^2], kernel.Shape[^1]);
        var grouped = c.Apply(new Engine.Operations.Reshape([.. kernel.Shape.Span[..^2], 1, channels * multiplier]), kernel);
        return (grouped, new Convolution(strides, c.Config.Padding(), dilations, channels));
    }

    private static Node Resize(OperatorCall c)
    {
        var size = c.Config.Ints("size", 2);
        if (c.Config.Bool("crop_to_aspect_ratio", false) || c.Config.Bool("pad_to_aspect_ratio", false)) throw c.Config.Error("resizing that keeps the aspect ratio is supported as the layer Resizing.");
        var method = c.Config.String("interpolation", "bilinear") switch
        {
            "nearest" => Interpolation.Nearest,
            "bilinear" => Interpolation.Bilinear,
            "bicubic" => Interpolation.Bicubic,
            "lanczos3" => Interpolation.Lanczos3,
            "lanczos5" => Interpolation.Lanczos5,
            var other => throw c.Config.Error($"the interpolation '{other}' is not known."),
        };
        ResampleRule Rule(int extent) => new Engine.Operations.Resize(method) { Size = extent, Antialias = c.Config.Bool("antialias", false) };
        var image = c.Value(0, "images", "x");
        var batched = image.Shape.Rank == 3 ? c.Expand(image, 0) : image;
        var y = ChannelsLast.Run(c.Layer, batched, c.Config.ChannelsFirst, x => c.Layer.Apply("resize", (builder, name) => Resample.Spatial(builder, name, x, Rule(size[0]), Rule(size[1]))));
        return image.Shape.Rank == 3 ? c.Drop(y, 0) : y;
    }

    private static Node Gray(OperatorCall c) => ChannelsLast.Run(c.Layer, c.Value(0, "images", "x"), c.Config.ChannelsFirst,
        x => c.Apply(new MatMul(), x, c.Layer.Constant([3, 1], 0.2989f, 0.5870f, 0.1140f)));
}
