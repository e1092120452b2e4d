using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial record Regularizer
{
    /// <summary>The regulariser of a Keras name, such as <c>l2</c>, with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such regulariser; the message names the nearest.</exception>
    public static Regularizer Of(string name) => RegularizerConfigs.Family.Of(name);

    /// <summary>Reads Keras's form: a name, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3; null for none.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Regularizer? Read(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : RegularizerConfigs.Family.Read(json);

    /// <summary>Keras's form.</summary>
    /// <exception cref="NotSupportedException">The regulariser is not one of Keras's.</exception>
    public JsonObject Write() => RegularizerConfigs.Family.Write(this);
}
