using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>The weights of one layer instance in the order of their creation, and those of the layers inside it.</summary>
internal sealed class LayerWeights(string path)
{
    private readonly List<OwnWeight> _own = [];
    private readonly List<(string Name, LayerWeights Weights)> _inner = [];
    private readonly List<object> _order = [];

    /// <summary>The path of the layer instance, e.g. <c>backbone/conv1</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The layer's own weights in creation order, as Keras 3 numbers them (<c>vars/0</c>, <c>vars/1</c>, ...).</summary>
    public IEnumerable<Parameter> Own => _own.Select(w => w.Parameter);

    /// <summary>The first of the layer's own weights: a kernel, if it has one.</summary>
    public (Node Node, Parameter Parameter)? First => _own.Count > 0 ? (_own[0].Node, _own[0].Parameter) : null;

    /// <summary>The stored configuration of the layer, which names the initialisers, regularisers and constraints of its weights.</summary>
    public JsonElement Config { get; set; }

    /// <summary>The value of each weight in the graph that was built last, inner layers included.</summary>
    public IEnumerable<KeyValuePair<Parameter, Node>> Nodes =>
        [.. _own.Select(w => KeyValuePair.Create(w.Parameter, w.Node)), .. _inner.SelectMany(i => i.Weights.Nodes), .. Model?.Nodes ?? new Dictionary<Parameter, Node>()];

    /// <summary>The layers inside, by attribute name.</summary>
    public IEnumerable<(string Name, LayerWeights Weights)> Inner => _inner;

    /// <summary>The weights of the model that a wrapper layer holds.</summary>
    public ModelWeights? Model { get; private set; }

    /// <summary>All weights in creation order, inner layers included.</summary>
    public IEnumerable<Parameter> All => _order.SelectMany(item => item switch
    {
        LayerWeights inner => inner.All,
        ModelWeights model => model.All,
        _ => [(Parameter)item],
    });

    /// <summary>The layer's weights and what lies inside it, in creation order, with their names in the layer.</summary>
    public IEnumerable<(string Name, Parameter? Parameter, LayerWeights? Inner, ModelWeights? Model)> Ordered
    {
        get
        {
            foreach (var item in _order)
                if (item is LayerWeights inner) yield return (_inner.Find(i => i.Weights == inner).Name, null, inner, null);
                else if (item is ModelWeights model) yield return ("", null, null, model);
                else yield return (_own.Find(w => w.Parameter == item)!.Name, (Parameter)item, null, null);
        }
    }

    public Node Declare(GraphBuilder builder, string callPath, string name, Shape shape, bool trainable)
    {
        if (_own.Find(w => w.Name == name) is { } known)
        {
            if (known.Parameter.Shape != shape) throw new ModelFormatException($"The shared layer '{callPath}' has a weight '{name}' of shape {known.Parameter.Shape}; a later call needs {shape}.");
            // Another form of the same model has the same weight in another graph.
            if (known.Graph != builder) known.Enter(builder, trainable);
            return known.Node;
        }
        if (!shape.IsKnown) throw new ModelFormatException($"Layer '{callPath}': the weight '{name}' would have the shape {shape}; the layer's input needs a known last axis.");
        var created = new Parameter($"{Path}/{name}", shape, trainable);
        var own = new OwnWeight(name, created);
        own.Enter(builder, trainable);
        _own.Add(own);
        _order.Add(created);
        return own.Node;
    }

    /// <summary>Notes a weight of a layer inside among this one's own too, where Keras stores it twice.</summary>
    public void Share(string name, Node node, Parameter parameter)
    {
        if (!_own.Exists(w => w.Name == name)) _own.Add(new(name, parameter) { Node = node });
    }

    public LayerWeights Sub(string name)
    {
        foreach (var (known, weights) in _inner)
            if (known == name) return weights;
        var created = new LayerWeights($"{Path}/{name}");
        _inner.Add((name, created));
        _order.Add(created);
        return created;
    }

    public ModelWeights Nested(string className)
    {
        if (Model is null) _order.Add(Model = new(Path, className));
        return Model;
    }

    private sealed class OwnWeight(string name, Parameter parameter)
    {
        public string Name { get; } = name;

        public Parameter Parameter { get; } = parameter;

        public GraphBuilder? Graph { get; private set; }

        public Node Node { get; set; } = null!;

        public void Enter(GraphBuilder graph, bool trainable)
        {
            Graph = graph;
            Node = graph.Parameter(Parameter);
            Parameter.IsTrainable = trainable;
        }
    }
}
