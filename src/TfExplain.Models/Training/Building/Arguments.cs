using System.Text.Json.Nodes;

namespace TfExplain.Training;

/// <summary>The arguments of a layer in code as they are gathered; those that are null are left out, so that Keras's defaults hold.</summary>
internal sealed class Arguments(string className)
{
    private readonly JsonObject _config = [];
    private Model? _model;

    public static implicit operator LayerSpec(Arguments arguments) => new(arguments.ClassName, arguments._config, arguments._model);

    private string ClassName { get; } = className;

    public Arguments Set(string name, JsonNode? value)
    {
        if (value is not null) _config[name] = value;
        return this;
    }

    public Arguments Sizes(string name, Window? value) => Set(name, value?.Stored);

    public Arguments Choice(string name, Setting? value) => Set(name, value?.Stored);

    public Arguments Range(string name, Factor? value) => Set(name, value?.Stored);

    public Arguments List(string name, IReadOnlyList<int>? values) => Set(name, values is null ? null : (JsonNode)new JsonArray([.. values.Select(v => (JsonNode)v)]));

    public Arguments List(string name, IReadOnlyList<double>? values) => Set(name, values is null ? null : (JsonNode)new JsonArray([.. values.Select(v => (JsonNode)v)]));

    /// <summary>A layer inside, whose weights the outer one takes over if it is a model.</summary>
    public Arguments Inner(string name, LayerSpec? layer)
    {
        _model ??= layer?.Model;
        return Set(name, layer?.StoredInside());
    }

    /// <summary>The initialiser, regulariser and constraint of one weight.</summary>
    public Arguments Weight(string name, Setting? initializer, Setting? regularizer, Setting? constraint) =>
        Choice($"{name}_initializer", initializer).Choice($"{name}_regularizer", regularizer).Choice($"{name}_constraint", constraint);
}
