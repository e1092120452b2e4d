using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Engine;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial class Metric
{
    /// <summary>The metric of a Keras name, such as <c>AUC</c> or <c>mse</c>, with its defaults. A name in small letters stays the metric's name.</summary>
    /// <exception cref="ArgumentException">There is no such metric, or it depends on the labels as <c>accuracy</c> does; the message says so.</exception>
    public static Metric Of(string name) => IsAccuracy(name) || IsEntropy(name)
        ? throw new ArgumentException($"Which metric '{name}' means depends on labels and predictions; give their shapes, or name BinaryAccuracy, CategoricalAccuracy or SparseCategoricalAccuracy.")
        : Named(name, name);

    /// <summary>
    /// The metric of a Keras name for labels and predictions of these shapes: <c>accuracy</c>, <c>acc</c>, <c>crossentropy</c> and <c>ce</c> become the binary one if the
    /// predictions' last extent is 1, else the sparse one if the labels lack it, else the categorical one.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such metric; the message names the nearest.</exception>
    public static Metric Of(string name, Shape yTrue, Shape yPred)
    {
        if (!IsAccuracy(name) && !IsEntropy(name)) return Of(name);
        var sparse = yTrue.Rank < yPred.Rank || (yTrue.Rank > 0 && yTrue[^1] == 1);
        var kind = yPred.Rank == 0 || yPred[^1] == 1 ? "binary" : sparse ? "sparse_categorical" : "categorical";
        return Named(kind + (IsAccuracy(name) ? "_accuracy" : "_crossentropy"), name);
    }

    /// <summary>The metric of a Keras name for a loss, which tells what labels look like, and predictions of this shape.</summary>
    /// <exception cref="ArgumentException">There is no such metric; the message names the nearest.</exception>
    public static Metric Of(string name, Loss loss, Shape yPred) =>
        Of(name, loss is Losses.SparseCategoricalCrossentropy && yPred.Rank > 0 ? yPred[..^1] : yPred, yPred);

    /// <summary>Reads Keras's form: a name, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Metric Read(JsonElement json) => MetricConfigs.Read(json);

    /// <summary>Keras's form.</summary>
    /// <exception cref="NotSupportedException">The metric is not one of Keras's.</exception>
    public JsonObject Write() => MetricConfigs.Family.Write(this);

    private static bool IsAccuracy(string name) => name is "accuracy" or "acc";

    private static bool IsEntropy(string name) => name is "crossentropy" or "ce";

    private static Metric Named(string kind, string name)
    {
        var known = MetricConfigs.Family.Find(kind) ?? throw new ArgumentException(MetricConfigs.Family.Unknown(kind));
        if (name.Any(char.IsUpper)) return MetricConfigs.Family.Of(kind);
        using var config = JsonDocument.Parse(new JsonObject { ["name"] = name }.ToJsonString());
        try
        {
            return MetricConfigs.Family.Read(known, config.RootElement);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"{e.Message} It cannot be made from its name alone.");
        }
    }
}
