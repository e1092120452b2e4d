using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>Builds a flat graph from a stored Sequential or functional model; nested models become name prefixes.</summary>
internal sealed class KerasGraph
{
    private const int DeepestNesting = 32;
    private const int MostCalls = 20_000;
    private static readonly HashSet<string> s_models = ["Sequential", "Functional", "Model"];
    private readonly GraphBuilder _builder;
    private readonly KerasOptions _options;
    private readonly TrainingForm? _training;
    private readonly Dictionary<string, Layer> _layers = [];
    private readonly List<LayerInfo> _table = [];
    private readonly Dictionary<string, List<IReadOnlyList<Node>>> _callsOf = [];
    private int _calls;

    private KerasGraph(KerasOptions options, GraphBuilder builder, TrainingForm? training)
    {
        _options = options;
        _builder = builder;
        _training = training;
    }

    /// <summary>The layers in the order of the file, inner ones before the model that holds them.</summary>
    public IReadOnlyList<LayerInfo> Layers => _table;

    /// <summary>The weights of the model's own layers, by position.</summary>
    public ModelWeights Weights { get; private set; } = null!;

    public IReadOnlyList<Node> Inputs { get; private set; } = [];

    public IReadOnlyList<Node> Outputs { get; private set; } = [];

    /// <param name="stored">The architecture.</param>
    /// <param name="options">The layers and functions known.</param>
    /// <param name="weights">The weights of another form of the same model, to be shared.</param>
    /// <param name="training">Where layers note what training needs, to build the form that is trained.</param>
    /// <exception cref="ModelFormatException">The configuration is damaged, or holds layers that are not supported; all of these are listed.</exception>
    public static KerasGraph Build(JsonElement stored, KerasOptions options, ModelWeights? weights = null, TrainingForm? training = null)
    {
        var graph = new KerasGraph(options, training?.Builder ?? new(), training);
        graph.ReadAllLayers(stored, "", true);
        graph.Weights = weights ?? new ModelWeights("", KerasOptions.ClassName(stored));
        var (inputs, outputs) = graph.BuildModel(stored, "", graph.Weights, null);
        graph.Inputs = [.. inputs.Select(i => i.Value)];
        graph.Outputs = [.. outputs.Select(o => o.Value)];
        return graph;
    }

    /// <summary>Calls a model that a layer holds (a wrapper around a Sequential or functional model).</summary>
    public static IReadOnlyList<KerasTensor> Call(JsonElement stored, KerasOptions options, GraphBuilder builder, string path, ModelWeights weights, bool trainable, TrainingForm? training,
        IReadOnlyList<KerasTensor> inputs)
    {
        var graph = new KerasGraph(options, builder, training);
        graph.ReadAllLayers(stored, path + "/", trainable);
        return graph.BuildModel(stored, path + "/", weights, inputs).Outputs;
    }

    public static bool IsModel(string className) => s_models.Contains(className);

    private void ReadAllLayers(JsonElement stored, string prefix, bool trainable)
    {
        var unsupported = new List<string>();
        ReadLayers(stored, prefix, trainable, unsupported, 0);
        if (unsupported.Count > 0)
            throw new ModelFormatException($"{unsupported.Count} layer{(unsupported.Count == 1 ? " is" : "s are")} not supported: {string.Join("; ", unsupported)}.");
    }

    /// <summary>Reads every layer's configuration before anything is built, so that all that is unsupported is known at once.</summary>
    private void ReadLayers(JsonElement stored, string prefix, bool trainable, List<string> unsupported, int depth)
    {
        if (depth > DeepestNesting) throw new ModelFormatException($"Models are nested more than {DeepestNesting} deep.");
        var className = KerasOptions.ClassName(stored);
        if (!s_models.Contains(className))
        {
            unsupported.Add($"'{prefix}' ({className}): a subclassed model holds Python code instead of a graph; save it as a functional model");
            return;
        }
        trainable &= !IsFrozen(stored);
        foreach (var layer in StoredLayers(stored))
        {
            var path = prefix + NameOf(layer);
            var inner = KerasOptions.ClassName(layer);
            if (s_models.Contains(inner)) ReadLayers(layer, path + "/", trainable, unsupported, depth + 1);
            else if (IsQuantized(layer))
            {
                unsupported.Add($"'{path}' ({inner}): its weights are quantized; save the model before it is quantized");
            }
            else if (inner != "InputLayer")
            {
                try
                {
                    var read = _options.Read(layer);
                    _layers[path] = read with { IsTrainable = read.IsTrainable && trainable };
                }
                catch (Exception e) when (e is not (ModelFormatException or UnsupportedLayerException) && KerasFile.IsDamage(e))
                {
                    throw new ModelFormatException($"Layer '{path}' ({inner}): its configuration makes no sense: {e.Message}", e);
                }
                catch (UnsupportedLayerException e)
                {
                    unsupported.Add(e.LayerName == NameOf(layer) ? e.Message : $"'{path}' ({inner}): {e.Message}");
                }
            }
        }
    }

    private static bool IsQuantized(JsonElement layer) => layer.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("dtype", out var type)
        && type.ValueKind == JsonValueKind.Object && type.TryGetProperty("class_name", out var policy) && policy.ValueKind == JsonValueKind.String && policy.GetString()!.StartsWith("Quantized", StringComparison.Ordinal);

    private (IReadOnlyList<KerasTensor> Inputs, IReadOnlyList<KerasTensor> Outputs) BuildModel(JsonElement stored, string prefix, ModelWeights weights, IReadOnlyList<KerasTensor>? given)
    {
        var config = Member(stored, "config");
        return KerasOptions.ClassName(stored) == "Sequential" ? BuildSequential(stored, config, prefix, weights, given) : BuildFunctional(config, prefix, weights, given);
    }

    private (IReadOnlyList<KerasTensor>, IReadOnlyList<KerasTensor>) BuildSequential(JsonElement stored, JsonElement config, string prefix, ModelWeights weights, IReadOnlyList<KerasTensor>? given)
    {
        var layers = StoredLayers(stored).ToList();
        if (layers.Count == 0) throw new ModelFormatException($"The Sequential model '{prefix.TrimEnd('/')}' has no layers.");
        if (given is null)
        {
            var shape = layers.Select(InputShape).FirstOrDefault(s => s is not null) ?? BuildShape(config) ?? BuildShape(stored)
                ?? throw new ModelFormatException("The Sequential model was never built: it does not say the shape of its input. Build it before saving.");
            var first = layers[0];
            var name = KerasOptions.ClassName(first) == "InputLayer" ? NameOf(first) : NameOf(first) + "_input";
            given = [_builder.Input(prefix + name, shape)];
        }
        var inputs = given;
        IReadOnlyList<KerasTensor> values = given;
        foreach (var layer in layers)
        {
            if (KerasOptions.ClassName(layer) == "InputLayer")
            {
                weights.Note(prefix, NameOf(layer), "InputLayer");
                continue;
            }
            values = CallLayer(layer, prefix, weights, [.. values.Select(v => new Argument.OfTensor(v))], NoKeywords, 0);
        }
        return (inputs, values);
    }

    private (IReadOnlyList<KerasTensor>, IReadOnlyList<KerasTensor>) BuildFunctional(JsonElement config, string prefix, ModelWeights weights, IReadOnlyList<KerasTensor>? given)
    {
        var layers = new Dictionary<string, JsonElement>();
        foreach (var layer in StoredLayers(config))
            if (!layers.TryAdd(NameOf(layer), layer)) throw new ModelFormatException($"Two layers are named '{prefix}{NameOf(layer)}'.");
        foreach (var (name, layer) in layers) weights.Note(prefix, name, KerasOptions.ClassName(layer));
        var values = new Dictionary<(string Layer, int Call), IReadOnlyList<KerasTensor>>();
        var inputNames = References(Member(config, "input_layers")).ToList();
        var inputs = new List<KerasTensor>();
        for (var i = 0; i < inputNames.Count; i++)
        {
            var name = inputNames[i].Layer;
            if (!layers.TryGetValue(name, out var layer)) throw new ModelFormatException($"The input layer '{name}' does not exist.");
            if (given is not null && i >= given.Count) throw new ModelFormatException($"The model '{prefix.TrimEnd('/')}' has {inputNames.Count} inputs; it is called with {given.Count}.");
            KerasTensor value = given is not null ? given[i]
                : _builder.Input(prefix + name, InputShape(layer) ?? throw new ModelFormatException($"The input layer '{name}' does not say its shape."));
            values[(name, 0)] = [value];
            inputs.Add(value);
        }

        var calls = layers.Values.SelectMany(layer => Calls(layer).Select((call, index) => new PendingCall(layer, NameOf(layer), call, index))).Where(c => !values.ContainsKey((c.Name, c.Index))).ToList();
        var offsets = CallOffsets(layers, calls, References(Member(config, "output_layers")));
        (string, int) Key((string Layer, int Call, int Tensor) reference) => (reference.Layer, reference.Call - offsets.GetValueOrDefault(reference.Layer));
        // A call runs when everything it refers to has run, the earliest in the file first; calls that are left form a cycle or refer to a missing layer.
        var users = new Dictionary<(string, int), List<PendingCall>>();
        var open = new Dictionary<PendingCall, int>();
        var ready = new PriorityQueue<PendingCall, int>();
        for (var position = 0; position < calls.Count; position++)
        {
            var call = calls[position] with { Position = position };
            var needed = call.References.Select(Key).Where(k => !values.ContainsKey(k)).Distinct().ToList();
            foreach (var key in needed)
            {
                if (!users.TryGetValue(key, out var waiting)) users[key] = waiting = [];
                waiting.Add(call);
            }
            open[call] = needed.Count;
            if (needed.Count == 0) ready.Enqueue(call, position);
        }
        while (ready.TryDequeue(out var call, out _))
        {
            open.Remove(call);
            KerasTensor Resolve((string Layer, int Call, int Tensor) reference)
            {
                var outputs = values[Key(reference)];
                return reference.Tensor < outputs.Count ? outputs[reference.Tensor] : throw new ModelFormatException($"Layer '{call.Name}' uses output {reference.Tensor} of '{reference.Layer}', which has {outputs.Count}.");
            }
            var (arguments, keywords) = InboundNode.Arguments(call.Stored, Resolve);
            values[(call.Name, call.Index)] = CallLayer(call.Layer, prefix, weights, arguments, keywords, call.Index);
            foreach (var user in users.GetValueOrDefault((call.Name, call.Index), []))
                if (--open[user] == 0) ready.Enqueue(user, user.Position);
        }
        if (open.Count > 0) throw new ModelFormatException(Stuck([.. open.Keys.OrderBy(c => c.Position)], layers));
        var results = new List<KerasTensor>();
        foreach (var reference in References(Member(config, "output_layers")))
        {
            if (!values.TryGetValue(Key(reference), out var outputs)) throw new ModelFormatException($"The output layer '{reference.Layer}' does not exist.");
            if (reference.Tensor >= outputs.Count) throw new ModelFormatException($"The model's output is output {reference.Tensor} of '{reference.Layer}', which has {outputs.Count}.");
            results.Add(outputs[reference.Tensor]);
        }
        return (inputs, results);
    }

    private IReadOnlyList<KerasTensor> CallLayer(JsonElement stored, string prefix, ModelWeights weights, IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, Argument> keywords, int index)
    {
        var name = NameOf(stored);
        var path = prefix + name;
        var className = KerasOptions.ClassName(stored);
        if (++_calls > MostCalls) throw new ModelFormatException($"The model calls its layers more than {MostCalls:N0} times.");
        IReadOnlyList<KerasTensor> outputs;
        if (s_models.Contains(className))
        {
            var tensors = arguments.SelectMany(a => a.Tensors).Concat(keywords.Values.SelectMany(k => k.Tensors)).ToList();
            outputs = BuildModel(stored, path + "/", weights.Model(prefix, name, className), tensors).Outputs;
        }
        else
        {
            var own = weights.Of(prefix, name, className);
            own.Config = Member(stored, "config");
            var call = new LayerCall(_builder, path, own, arguments, keywords, _layers[path].IsTrainable, _training);
            try
            {
                outputs = Named(path, call, _layers[path].Run(call));
            }
            catch (Exception e) when (e is not ModelFormatException && KerasFile.IsDamage(e))
            {
                throw new ModelFormatException($"Layer '{path}' ({className}) cannot be called on {string.Join(", ", call.Inputs.Select(i => i.Shape))}: {e.Message}", e);
            }
        }
        if (!_callsOf.TryGetValue(path, out var calls))
        {
            _callsOf[path] = calls = [];
            _table.Add(new LayerInfo(path, className, calls, weights.Parameters(name)));
        }
        calls.Add([.. outputs.Select(o => o.Value)]);
        return outputs;
    }

    /// <summary>Gives the layer's outputs the layer's name; a value that the layer passes through gets an identity behind it.</summary>
    private List<KerasTensor> Named(string path, LayerCall call, IReadOnlyList<KerasTensor> outputs)
    {
        var named = new List<KerasTensor>();
        foreach (var output in outputs)
        {
            var isOwn = output.Value.Name.StartsWith(path + "/", StringComparison.Ordinal) && output.Value.Operation is not (Engine.Operations.ParameterValue or Engine.Operations.Constant);
            var value = isOwn
                ? _builder.Call(path, output.Value.Operation, [.. output.Value.Inputs])
                : _builder.Call(path, new Engine.Operations.Identity(), output.Value);
            named.Add(output with { Value = value });
        }
        return named;
    }

    /// <summary>Nested models count their own construction as call 0, so references to them begin at 1.</summary>
    private static Dictionary<string, int> CallOffsets(Dictionary<string, JsonElement> layers, List<PendingCall> calls, IEnumerable<(string Layer, int Call, int Tensor)> outputs)
    {
        var references = calls.SelectMany(c => c.References).Concat(outputs).ToLookup(r => r.Layer, r => r.Call);
        return layers.Where(l => s_models.Contains(KerasOptions.ClassName(l.Value)) && references.Contains(l.Key) && !references[l.Key].Contains(0)).ToDictionary(l => l.Key, _ => 1);
    }

    private static string Stuck(List<PendingCall> waiting, Dictionary<string, JsonElement> layers)
    {
        foreach (var call in waiting)
            foreach (var reference in call.References)
                if (!layers.ContainsKey(reference.Layer)) return $"Layer '{call.Name}' refers to '{reference.Layer}', which does not exist.";
        return $"The layers {string.Join(", ", waiting.Take(5).Select(c => $"'{c.Name}'"))} depend on one another in a cycle, or on a call that is not stored.";
    }

    private static readonly Dictionary<string, Argument> NoKeywords = [];

    private static IEnumerable<JsonElement> Calls(JsonElement layer) =>
        layer.TryGetProperty("inbound_nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array ? nodes.EnumerateArray() : [];

    private static IEnumerable<JsonElement> StoredLayers(JsonElement storedOrConfig)
    {
        var config = storedOrConfig.TryGetProperty("config", out var inner) && storedOrConfig.TryGetProperty("class_name", out _) ? inner : storedOrConfig;
        // The oldest Sequential files store the layers as the configuration itself.
        var layers = config.ValueKind == JsonValueKind.Array ? config : Member(config, "layers");
        return layers.ValueKind == JsonValueKind.Array ? layers.EnumerateArray() : throw new ModelFormatException("The model's 'layers' are not a list.");
    }

    internal static IEnumerable<(string Layer, int Call, int Tensor)> References(JsonElement stored)
    {
        if (stored.ValueKind == JsonValueKind.Object)
            return stored.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).SelectMany(p => References(p.Value));
        return InboundNode.AsReference(stored) is { } reference ? [reference]
            : stored.ValueKind == JsonValueKind.Array ? stored.EnumerateArray().SelectMany(References)
            : throw new ModelFormatException($"Expected references to layers; found {stored.GetRawText()}.");
    }

    private static string NameOf(JsonElement stored)
    {
        if (stored.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String) return name.GetString()!;
        return Member(stored, "config").TryGetProperty("name", out name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : throw new ModelFormatException("A stored layer has no name.");
    }

    private static bool IsFrozen(JsonElement model) =>
        Member(model, "config") is { ValueKind: JsonValueKind.Object } config && config.TryGetProperty("trainable", out var trainable) && trainable.ValueKind == JsonValueKind.False;

    private static Shape? InputShape(JsonElement layer)
    {
        var config = Member(layer, "config");
        foreach (var key in (ReadOnlySpan<string>)["batch_shape", "batch_input_shape"])
            if (config.TryGetProperty(key, out var shape) && ReadShape(shape) is { } read) return read;
        return s_models.Contains(KerasOptions.ClassName(layer)) && config.TryGetProperty("layers", out var inner) && inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() > 0 ? InputShape(inner[0]) : null;
    }

    private static Shape? BuildShape(JsonElement stored)
    {
        if (stored.ValueKind != JsonValueKind.Object) return null;
        if (stored.TryGetProperty("build_input_shape", out var direct) && ReadShape(direct) is { } shape) return shape;
        return stored.TryGetProperty("build_config", out var config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("input_shape", out var inner) ? ReadShape(inner) : null;
    }

    private static Shape? ReadShape(JsonElement stored) => stored.ValueKind == JsonValueKind.Array
        && stored.EnumerateArray().All(e => e.ValueKind is JsonValueKind.Null || (e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var n) && n >= 0))
            ? Shape.Create([.. stored.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? Shape.Unknown : e.GetInt32())])
            : null;

    private static JsonElement Member(JsonElement stored, string name) => stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty(name, out var value)
        ? value
        : throw new ModelFormatException($"The model's configuration lacks '{name}'.");

    private sealed record PendingCall(JsonElement Layer, string Name, JsonElement Stored, int Index)
    {
        public IReadOnlyList<(string Layer, int Call, int Tensor)> References { get; } = InboundNode.References(Stored);

        public int Position { get; init; }

        public bool Equals(PendingCall? other) => other is not null && (Name, Index) == (other.Name, other.Index);

        public override int GetHashCode() => HashCode.Combine(Name, Index);
    }
}
