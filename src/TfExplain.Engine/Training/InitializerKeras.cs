using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial record Initializer
{
    /// <summary>The initialiser of a Keras name, such as <c>glorot_uniform</c>, with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such initialiser; the message names the nearest.</exception>
    public static Initializer Of(string name) => InitializerConfigs.Family.Of(name);

    /// <summary>Reads Keras's form: a name, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Initializer Read(JsonElement json) => InitializerConfigs.Family.Read(json);

    /// <summary>Keras's form.</summary>
    /// <exception cref="NotSupportedException">The initialiser is not one of Keras's.</exception>
    public JsonObject Write() => InitializerConfigs.Family.Write(this);
}
