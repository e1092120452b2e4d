using System.Text.Json;

namespace TfExplain.Models.Keras;

/// <summary>A Sequential or functional model in the place of a layer, inside a wrapper such as TimeDistributed.</summary>
internal sealed record NestedModel(JsonElement Stored, KerasOptions Options) : Layer
{
    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => call.Nested(Stored, Options);
}
