using System.Text.Json.Nodes;

namespace TfExplain.Training.Keras;

/// <summary>How one Keras class is read and written.</summary>
internal sealed record KerasClass<T>(string Name, Type Type, Func<KerasConfig, T> Read, Action<T, JsonObject> Write, string[] Aliases);
