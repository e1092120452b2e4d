using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial record Optimizer
{
    /// <summary>The optimiser of a Keras name, such as <c>adam</c>, with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such optimiser; the message names the nearest.</exception>
    public static Optimizer Of(string name) => OptimizerConfigs.Family.Of(name);

    /// <summary>Reads Keras's form: a name, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Optimizer Read(JsonElement json) => OptimizerConfigs.Family.Read(json);

    /// <summary>Keras's form.</summary>
    /// <exception cref="NotSupportedException">The optimiser or its schedule is not one of Keras's.</exception>
    public JsonObject Write() => OptimizerConfigs.Family.Write(this);
}
