using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// A layer that changes images [N, H, W, C] in training by chance, each image in each step by random numbers of its own, and is the identity otherwise. The arguments
/// are read when a model is trained, so that any model predicts.
/// </summary>
internal abstract record Augmentation(LayerConfig Config) : Layer
{
    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is null) return Predict(call);
        var x = call.Input;
        if (x.Shape.Rank != 4) throw Config.Error($"images in training should be [batch, height, width, channels]; found {x.Shape}.");
        return [new KerasTensor(ChannelsLast.Run(call, x, Config.ChannelsFirst, images => Train(call, images)))];
    }

    /// <summary>What the layer does when the model predicts.</summary>
    protected virtual IReadOnlyList<KerasTensor> Predict(LayerCall call) => call.Inputs;

    /// <summary>Adds the change of images with their channels last.</summary>
    protected abstract Node Train(LayerCall call, Node x);

    /// <summary>The extents of the images.</summary>
    protected (int Height, int Width) Size(Node x) => x.Shape[1] != Shape.Unknown && x.Shape[2] != Shape.Unknown
        ? (x.Shape[1], x.Shape[2])
        : throw Config.Error($"images in training need a known size; found {x.Shape}. Say it in the input, or put a Resizing layer before.");

    /// <summary>A uniform number of each image, [N, 1, 1, 1].</summary>
    protected static Node Draw(LayerCall call, Node x, string name, (float Low, float High) range)
    {
        var u = call.Random(name, false, x, [1, 0, 0, 0]);
        return Scaled(call, u, range.High - range.Low, range.Low);
    }

    /// <summary>x factor + offset.</summary>
    protected static Node Scaled(LayerCall call, Node x, float factor, float offset) =>
        call.Apply(new Add(), call.Apply(new Multiply(), x, call.Constant(factor)), call.Constant(offset));

    /// <summary>Keras's factor: both bounds, or one number f for what <paramref name="ofOne"/> makes of it.</summary>
    protected (float Low, float High) Factor(string name, Func<float, (float Low, float High)> ofOne, float? otherwise = null, float lowest = -1, float highest = 1)
    {
        var given = Config.Find(name) is null ? otherwise is { } value ? [value] : throw Config.Error($"the configuration has no '{name}'.") : Config.Floats(name);
        if (given.Length is < 1 or > 2 || !Array.TrueForAll(given, f => f >= lowest && f <= highest)) throw Config.Error($"'{name}' should be one or two numbers from {lowest} to {highest}; found {string.Join(", ", given)}.");
        return given.Length == 1 && Config.Find(name) is not { ValueKind: JsonValueKind.Array } ? ofOne(given[0]) : (Math.Min(given[0], given[^1]), Math.Max(given[0], given[^1]));
    }

    /// <summary>One number f as the range from -|f| to |f|.</summary>
    protected static (float, float) Both(float f) => (-Math.Abs(f), Math.Abs(f));

    /// <summary>One number f as the range from 0 to f.</summary>
    protected static (float, float) FromZero(float f) => (0, f);

    /// <summary>The range of the images' values.</summary>
    protected (float Low, float High) ValueRange()
    {
        if (Config.Find("value_range") is null) return (0, 255);
        return Config.Floats("value_range") is [var low, var high] ? (Math.Min(low, high), Math.Max(low, high)) : throw Config.Error("'value_range' should be two numbers.");
    }

    /// <summary>x cut to a range.</summary>
    protected static Node Cut(LayerCall call, Node x, (float Low, float High) range) => call.Apply(Unary.Of(new Clip(range.Low, range.High)), x);
}
