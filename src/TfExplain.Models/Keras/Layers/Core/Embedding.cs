using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Rows of a table by whole numbers; with mask_zero, 0 marks padding. Weights: embeddings [input_dim, output_dim].</summary>
internal sealed record Embedding(int InputDim, int OutputDim, bool MaskZero) : Layer
{
    public static Embedding Read(LayerConfig config) => new(config.Count("input_dim"), config.Count("output_dim"), config.Bool("mask_zero", false));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var rows = call.Apply(new Gather(), call.Weight("embeddings", [InputDim, OutputDim]), call.Input);
        return [new KerasTensor(rows, MaskZero ? call.Apply(new NotEqual(), call.Input, call.Constant(0)) : null)];
    }
}
