using System.Text.Json;

namespace TfExplain.Models.Keras;

/// <summary>What a model was built from: enough to build its training form and to write it again.</summary>
/// <param name="Stored">The architecture (<c>class_name</c>, <c>config</c>) in the form of Keras 2 or 3, as it was read or composed.</param>
/// <param name="Options">The layers and functions that read it.</param>
/// <param name="Weights">The weights by layer, in the order of the file.</param>
internal sealed record KerasSource(JsonElement Stored, KerasOptions Options, ModelWeights Weights);
