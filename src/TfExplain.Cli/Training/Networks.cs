using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>Small new networks that classify pictures [H, W, C], and what goes before and behind any network.</summary>
internal static class Networks
{
    public const string Default = "small-cnn";

    /// <summary>The height and width that pictures of folders get unless told otherwise.</summary>
    public const int FolderSize = 64;

    public static IReadOnlyList<string> Names { get; } = [Default, "mini-resnet", "mlp"];

    public static IReadOnlyList<string> Augmentations { get; } = ["flip", "shift"];

    public static Model Create(string name, Shape input, int classes, IReadOnlyList<string> augmentations, int seed)
    {
        LayerSpec image = Layers.Input(input.Span);
        var x = Augment(image, augmentations, input);
        x = name switch
        {
            Default => SmallCnn(x),
            "mini-resnet" => MiniResNet(x),
            "mlp" => Mlp(x),
            _ => throw new UsageError($"There is no model file or network '{name}'; networks are {string.Join(", ", Names)}.{Suggestion.For(name, Names)}"),
        };
        return Model.Functional([image], [Classes(x, classes)], name, seed);
    }

    /// <summary>Random changes of pictures, which only training makes: mirrored left to right, moved by up to a tenth.</summary>
    public static SymbolicTensor Augment(SymbolicTensor x, IReadOnlyList<string> names, Shape input)
    {
        if (names.Count > 0 && input.Rank != 3) throw new UsageError($"--augment changes pictures [H,W,C]; the samples are {input}.");
        if (names.Contains("flip")) x = Layers.RandomFlip("horizontal").On(x);
        if (names.Contains("shift")) x = Layers.RandomTranslation(0.1, 0.1, fillMode: "nearest").On(x);
        return x;
    }

    /// <summary>A probability for each class.</summary>
    public static SymbolicTensor Classes(SymbolicTensor x, int classes) => Layers.Dense(classes, "softmax", name: "classes").On(x);

    /// <summary>A feature map's means over its positions, after which a map of the classes' evidence (Grad-CAM) is exact.</summary>
    public static SymbolicTensor Pool(SymbolicTensor x) => Layers.GlobalAveragePooling2D().On(x);

    /// <summary>Two convolutions, each with a maximum over 2 x 2, and a layer for the classes: what introductions to MNIST use.</summary>
    private static SymbolicTensor SmallCnn(SymbolicTensor x)
    {
        foreach (var filters in (ReadOnlySpan<int>)[32, 64])
            x = Layers.MaxPooling2D(2, padding: "same").On(Convolution(filters, activation: "relu").On(x));
        return Layers.Dropout(0.5).On(Layers.Flatten().On(x));
    }

    /// <summary>Three stages of a residual block each (He et al., 2015, arXiv 1512.03385), with batch normalisation.</summary>
    private static SymbolicTensor MiniResNet(SymbolicTensor x)
    {
        x = Relu(Normalized(Convolution(16, bias: false).On(x)));
        var channels = 16;
        foreach (var filters in (ReadOnlySpan<int>)[16, 32, 64])
        {
            var stride = filters == channels ? 1 : 2;
            var shortcut = filters == channels ? x : Normalized(Convolution(filters, size: 1, stride: stride, bias: false).On(x));
            var block = Relu(Normalized(Convolution(filters, stride: stride, bias: false).On(x)));
            block = Normalized(Convolution(filters, bias: false).On(block));
            x = Relu(Layers.Add().On(block, shortcut));
            channels = filters;
        }
        return Pool(x);
    }

    /// <summary>One hidden layer; has no feature maps.</summary>
    private static SymbolicTensor Mlp(SymbolicTensor x) =>
        Layers.Dropout(0.2).On(Layers.Dense(128, "relu").On(Layers.Flatten().On(x)));

    private static SymbolicTensor Relu(SymbolicTensor x) => Layers.ReLU().On(x);

    private static SymbolicTensor Normalized(SymbolicTensor x) => Layers.BatchNormalization(momentum: 0.9).On(x);

    private static LayerSpec Convolution(int filters, int size = 3, int stride = 1, bool bias = true, string activation = "linear") =>
        Layers.Conv2D(filters, size, stride, "same", activation: activation, useBias: bias, kernelInitializer: "he_normal");
}
