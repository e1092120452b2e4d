using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>The weights of one layer instance in the order of their creation, and those of the layers inside it.</summary>
internal sealed class LayerWeights(string path)
{
    private readonly List<(string Name, Node Node, Parameter Parameter)> _own = [];
    private readonly List<(string Name, LayerWeights Weights)> _inner = [];
    private readonly List<object> _order = [];

    /// <summary>The path of the layer instance, e.g. <c>backbone/conv1</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The layer's own weights in creation order, as Keras 3 numbers them (<c>vars/0</c>, <c>vars/1</c>, ...).</summary>
    public IEnumerable<Parameter> Own => _own.Select(w => w.Parameter);

    /// <summary>The first of the layer's own weights: a kernel, if it has one.</summary>
    public (string Name, Node Node, Parameter Parameter)? First => _own.Count > 0 ? _own[0] : null;

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

    public Node Declare(GraphBuilder builder, string callPath, string name, Shape shape, bool trainable)
    {
        foreach (var (known, node, parameter) in _own)
        {
            if (known != name) continue;
            if (parameter.Shape != shape) throw new ModelFormatException($"The shared layer '{callPath}' has a weight '{name}' of shape {parameter.Shape}; a later call needs {shape}.");
            return node;
        }
        if (!shape.IsKnown) throw new ModelFormatException($"Layer '{callPath}': the weight '{name}' would have the shape {shape}; the layer's input needs a known last axis.");
        var created = new Parameter($"{Path}/{name}", shape, trainable);
        var value = builder.Parameter(created);
        _own.Add((name, value, created));
        _order.Add(created);
        return value;
    }

    /// <summary>Notes a weight of a layer inside among this one's own too, where Keras stores it twice.</summary>
    public void Share(string name, Node node, Parameter parameter)
    {
        if (!_own.Exists(w => w.Name == name)) _own.Add((name, node, parameter));
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
}
