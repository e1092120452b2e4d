using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Engine;
using TfExplain.Models;
using TfExplain.Models.Keras;
using TfExplain.Models.Keras.Writing;

namespace TfExplain.Training;

/// <summary>Writes the architecture of a model in code in Keras's form and builds the model from it, as from a file.</summary>
internal static class ModelComposer
{
    /// <summary>Layers that take several values as arguments of their own instead of as one list.</summary>
    private static readonly HashSet<string> s_separateArguments = ["MultiHeadAttention", "GroupQueryAttention"];

    public static Model Sequential(IReadOnlyList<LayerSpec> layers, string name, int seed, LoadOptions? options)
    {
        if (layers.Count < 2 || layers[0].ClassName != "InputLayer")
            throw new ArgumentException($"A Sequential model begins with Layers.Input(...), which says the shape of a sample, and has at least one more layer; found {(layers.Count == 0 ? "no layer" : string.Join(", ", layers.Select(l => l.ClassName)))}.");
        if (layers.Skip(1).FirstOrDefault(l => l.ClassName == "InputLayer") is not null) throw new ArgumentException("A Sequential model has one input layer, the first; for several inputs use Model.Functional.");
        if (layers.GroupBy(l => l).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The same {twice.Key.ClassName} is listed twice; a Sequential model uses each layer once. To share weights use Model.Functional.");
        var names = Names(layers);
        var config = new JsonObject { ["name"] = name, ["layers"] = new JsonArray([.. layers.Select(l => (JsonNode)l.Stored(names[l]))]) };
        return Build("Sequential", config, names, seed, options);
    }

    public static Model Functional(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, string name, int seed, LoadOptions? options)
    {
        if (inputs.Count == 0 || outputs.Count == 0) throw new ArgumentException("A functional model has at least one input and one output.");
        if (inputs.FirstOrDefault(i => i.Use.Layer.ClassName != "InputLayer") is { } wrong) throw new ArgumentException($"The inputs of a functional model come from Layers.Input(...); one is the output of a {wrong.Use.Layer.ClassName}.");
        var uses = Sort([.. inputs, .. outputs]);
        if (uses.FirstOrDefault(u => u.Layer.ClassName == "InputLayer" && !inputs.Any(i => i.Use == u)) is not null) throw new ArgumentException("The outputs depend on an Input that is not among the model's inputs.");
        var layers = uses.Select(u => u.Layer).Distinct().ToList();
        var names = Names(layers);
        var calls = new Dictionary<LayerUse, int>();
        foreach (var use in uses) calls[use] = calls.Keys.Count(u => u.Layer == use.Layer);
        JsonArray Reference(SymbolicTensor tensor) => [names[tensor.Use.Layer], calls[tensor.Use], tensor.Index];
        JsonObject Argument(SymbolicTensor tensor) => new() { ["class_name"] = "__keras_tensor__", ["config"] = new JsonObject { ["keras_history"] = Reference(tensor) } };
        JsonNode Arguments(IReadOnlyList<SymbolicTensor> tensors) => tensors.Count == 1 ? Argument(tensors[0]) : new JsonArray([.. tensors.Select(Argument)]);

        var stored = new JsonArray();
        foreach (var layer in layers)
        {
            var entry = layer.Stored(names[layer]);
            entry["name"] = names[layer];
            entry["inbound_nodes"] = new JsonArray([.. uses.Where(u => u.Layer == layer && u.Inputs.Count > 0).Select(use => (JsonNode)new JsonObject
            {
                ["args"] = s_separateArguments.Contains(layer.ClassName) ? new JsonArray([.. use.Inputs.Select(Argument)]) : new JsonArray(Arguments(use.Inputs)),
                ["kwargs"] = new JsonObject(use.Keywords.Select(k => KeyValuePair.Create(k.Key, (JsonNode?)Arguments(k.Value)))),
            })]);
            stored.Add((JsonNode)entry);
        }
        var config = new JsonObject
        {
            ["name"] = name,
            ["layers"] = stored,
            ["input_layers"] = new JsonArray([.. inputs.Select(i => (JsonNode)Reference(i))]),
            ["output_layers"] = new JsonArray([.. outputs.Select(o => (JsonNode)Reference(o))]),
        };
        return Build("Functional", config, names, seed, options);
    }

    private static Model Build(string className, JsonObject config, Dictionary<LayerSpec, string> names, int seed, LoadOptions? options)
    {
        var stored = LayerSpec.Wrapped(className, config);
        stored["module"] = className == "Sequential" ? "keras" : "keras.src.models.functional";
        using var document = JsonDocument.Parse(stored.ToJsonString(), new() { MaxDepth = 256 });
        var model = KerasFile.FromStored(document.RootElement.Clone(), Options([.. names.Keys.Select(l => l.Model?.Source).OfType<KerasSource>()], options));
        WeightTraits.Initialize(model.Source!.Weights, CounterRandom.Of(seed));
        foreach (var (layer, name) in names)
            if (layer.Model is { } given) CopyWeights(given, [.. model.Source!.Weights.Parameters(name)]);
        return model;
    }

    /// <summary>What the caller gave, or what the models inside were read with; with Keras 2's functions if one of these needs them.</summary>
    private static KerasOptions Options(IReadOnlyList<KerasSource> inside, LoadOptions? given)
    {
        var options = given?.Keras ?? (inside.Count > 0 ? inside[0].Options.ForKeras3() : KerasOptions.Default);
        if (inside.Select(source => source.Options.IsKeras2 ? KerasForm.OtherMeaning(source, keras2: false) : null).FirstOrDefault(name => name is not null) is not { } old) return options;
        if (inside.Any(source => KerasForm.OtherMeaning(source, keras2: true) == old))
            throw new ArgumentException($"A model from Keras 2 and one from Keras 3 both use '{old}', which means something else in each; they cannot be parts of one model.");
        return options.ForVersion("2");
    }

    private static void CopyWeights(Model from, IReadOnlyList<Parameter> to)
    {
        foreach (var (source, target) in from.Source!.Weights.All.Zip(to)) target.Set(source.Values);
    }

    /// <summary>Given names, and numbered ones of the class for the others.</summary>
    private static Dictionary<LayerSpec, string> Names(IReadOnlyList<LayerSpec> layers)
    {
        var names = new Dictionary<LayerSpec, string>();
        var used = new HashSet<string>();
        foreach (var layer in layers.Where(l => l.Name is not null))
            names[layer] = used.Add(layer.Name!) ? layer.Name! : throw new ArgumentException($"Two layers are named '{layer.Name}'.");
        foreach (var layer in layers.Where(l => l.Name is null))
        {
            var stem = SnakeCase.Of(layer.ClassName);
            var name = stem;
            for (var n = 1; !used.Add(name); n++) name = $"{stem}_{n}";
            names[layer] = name;
        }
        // In the order of the layers, which decides that of the weights.
        return layers.ToDictionary(l => l, l => names[l]);
    }

    /// <summary>Every use that the values depend on, each after those it depends on, without recursion.</summary>
    private static List<LayerUse> Sort(IReadOnlyList<SymbolicTensor> outputs)
    {
        var sorted = new List<LayerUse>();
        var seen = new HashSet<LayerUse>();
        var pending = new Stack<(LayerUse Use, bool IsReady)>(outputs.Reverse().Select(o => (o.Use, false)));
        while (pending.TryPop(out var top))
        {
            if (top.IsReady) sorted.Add(top.Use);
            else if (seen.Add(top.Use))
            {
                pending.Push((top.Use, true));
                foreach (var input in top.Use.Inputs.Concat(top.Use.Keywords.Values.SelectMany(k => k)).Reverse()) pending.Push((input.Use, false));
            }
        }
        return sorted;
    }
}
