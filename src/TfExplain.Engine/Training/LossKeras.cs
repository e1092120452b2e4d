using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial record Loss
{
    /// <summary>The loss of a Keras name, such as <c>mse</c> or <c>sparse_categorical_crossentropy</c>, with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such loss; the message names the nearest.</exception>
    public static Loss Of(string name) => LossConfigs.Family.Of(name);

    /// <summary>Reads Keras's form: a name, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Loss Read(JsonElement json) => LossConfigs.Family.Read(json);

    /// <summary>Keras's form.</summary>
    /// <exception cref="NotSupportedException">The loss is not one of Keras's.</exception>
    public JsonObject Write() => LossConfigs.Family.Write(this);
}
