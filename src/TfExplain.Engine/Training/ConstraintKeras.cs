using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial record Constraint
{
    /// <summary>The constraint of a Keras name, such as <c>max_norm</c>, with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such constraint; the message names the nearest.</exception>
    public static Constraint Of(string name) => ConstraintConfigs.Family.Of(name);

    /// <summary>Reads Keras's form: a name, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3; null for none.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Constraint? Read(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : ConstraintConfigs.Family.Read(json);

    /// <summary>Keras's form.</summary>
    /// <exception cref="NotSupportedException">The constraint is not one of Keras's.</exception>
    public JsonObject Write() => ConstraintConfigs.Family.Write(this);
}
