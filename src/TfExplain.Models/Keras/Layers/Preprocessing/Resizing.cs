using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Images [N, H, W, C] or [H, W, C] at another size; with crop_to_aspect_ratio the largest middle part of that shape, with pad_to_aspect_ratio all of it on a larger ground.</summary>
internal sealed record Resizing(int Height, int Width, Interpolation Interpolation, bool Antialias, bool CropToAspect, bool PadToAspect, float FillValue, bool ChannelsFirst) : Layer
{
    public static Resizing Read(LayerConfig config) => new(
        config.Count("height"), config.Count("width"), Method(config, "bilinear"), config.Bool("antialias", false),
        config.Bool("crop_to_aspect_ratio", false), config.Bool("pad_to_aspect_ratio", false), config.Float("fill_value", 0), config.ChannelsFirst);

    /// <summary>An interpolation by its Keras name.</summary>
    public static Interpolation Method(LayerConfig config, string otherwise = "nearest") => Method(config.String("interpolation", otherwise))
        ?? throw config.Error($"interpolation '{config.String("interpolation", otherwise)}' is not known; expected nearest, bilinear, bicubic, area, lanczos3, lanczos5, gaussian or mitchellcubic.");

    public static Interpolation? Method(string name) => name.ToLowerInvariant() switch
    {
        "nearest" => Interpolation.Nearest,
        "bilinear" => Interpolation.Bilinear,
        "bicubic" => Interpolation.Bicubic,
        "area" => Interpolation.Area,
        "lanczos3" => Interpolation.Lanczos3,
        "lanczos5" => Interpolation.Lanczos5,
        "gaussian" => Interpolation.Gaussian,
        "mitchellcubic" => Interpolation.MitchellCubic,
        _ => null,
    };

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        if (CropToAspect) x = Aspect(call, x, pad: false);
        if (PadToAspect) x = Aspect(call, x, pad: true);
        return Resize(call, x);
    })];

    /// <summary>The largest middle part of the target's shape, then resized: Keras's <c>smart_resize</c>.</summary>
    public static Node Smart(LayerCall call, Node x, int height, int width)
    {
        var resizing = new Resizing(height, width, Interpolation.Bilinear, false, false, false, 0, false);
        return resizing.Resize(call, resizing.Aspect(call, x, pad: false));
    }

    private Node Resize(LayerCall call, Node x)
    {
        // A bare image has no batch axis, which resampling along axes 1 and 2 needs.
        var image = x.Shape.Rank == 3;
        if (image) x = call.Apply(new Engine.Operations.Reshape([1, .. x.Shape.Span]), x);
        var y = call.Apply("resized", (builder, name) => Resample.Spatial(builder, name, x,
            new Resize(Interpolation) { Size = Height, Antialias = Antialias }, new Resize(Interpolation) { Size = Width, Antialias = Antialias }));
        return image ? call.Apply(new Engine.Operations.Reshape(Ints.Create(y.Shape.Span[1..])), y) : y;
    }

    private Node Aspect(LayerCall call, Node x, bool pad)
    {
        int rows = x.Shape.Rank - 3, height = x.Shape[^3], width = x.Shape[^2];
        if (height == Shape.Unknown || width == Shape.Unknown) throw new ModelFormatException($"Layer '{call.Path}' keeps the aspect ratio, which needs images of a known size; found {x.Shape}.");
        // Rounded in single precision, as Keras computes it.
        int tall = (int)((float)(width * Height) / Width), wide = (int)((float)(height * Width) / Height);
        (tall, wide) = pad ? (Math.Max(height, tall), Math.Max(width, wide)) : (Math.Min(height, tall), Math.Min(width, wide));
        int top = Math.Abs(tall - height) / 2, left = Math.Abs(wide - width) / 2;
        int[] outer = [.. Ints.Repeat(0, rows)];
        // Keras pads both sides alike, even where the padding is odd.
        return pad
            ? call.Apply(new Pad([.. outer, top, left, 0], [.. outer, top, left, 0], FillValue), x)
            : call.Apply(new Slice([.. outer, top, left, 0], [.. Ints.Repeat(-1, rows), tall, wide, -1]), x);
    }
}
