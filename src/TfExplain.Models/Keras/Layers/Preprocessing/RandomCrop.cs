using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A part of each image, at a place of its own in training; an image that is not larger both ways is cut in the middle and resized. Keras 2 takes the middle in inference, Keras 3 the whole image.</summary>
internal sealed record RandomCrop(LayerConfig Config) : Geometric(Config)
{
    private int Height => Config.Count("height");

    private int Width => Config.Count("width");

    public static RandomCrop Read(LayerConfig config)
    {
        // What Keras 2 needs to predict is read at once.
        if (config.Options.IsKeras2) CenterCrop.Read(config, alwaysResize: true);
        return new(config);
    }

    protected override AffineWarp Operation => new(Interpolation.Nearest, FillMode.Nearest) { Height = Height, Width = Width };

    protected override IReadOnlyList<KerasTensor> Predict(LayerCall call) => Config.Options.IsKeras2 ? CenterCrop.Read(Config, alwaysResize: true).Call(call) : call.Inputs;

    protected override Node Train(LayerCall call, Node x) =>
        Size(x) is var (height, width) && height > Height && width > Width ? base.Train(call, x) : Resizing.Smart(call, x, Height, Width);

    protected override Node[] Lines(LayerCall call, Node x, int height, int width)
    {
        Node one = call.Constant(1), zero = call.Constant(0);
        // A number just below 1 may round up to a place too far.
        Node Start(string name, int places) => call.Apply(new Minimum(), call.Apply(Unary.Of<Floor>(), Draw(call, x, name, (0, places + 1))), call.Constant(places));
        return [one, zero, Start("left", width - Width), zero, one, Start("top", height - Height)];
    }
}
