namespace TfExplain.Models.Keras.Layers;

/// <summary>A layer that returns its input.</summary>
internal sealed record PassThrough : Layer
{
    public static PassThrough Read(LayerConfig config) => new();

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => call.Inputs;
}
