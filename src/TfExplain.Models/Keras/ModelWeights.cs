using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>The weights of a model's layers in the order of the file; nested models hold their own.</summary>
internal sealed class ModelWeights(string name, string className)
{
    private readonly List<Entry> _layers = [];
    private readonly Dictionary<string, Entry> _byName = [];

    /// <summary>One layer, or a nested model.</summary>
    public sealed record Entry(string Name, string ClassName, LayerWeights? Layer, ModelWeights? Model)
    {
        public IEnumerable<Parameter> All => Layer?.All ?? Model!.All;
    }

    public string Name { get; } = name;

    public string ClassName { get; } = className;

    public IReadOnlyList<Entry> Layers => _layers;

    /// <summary>All weights in the order of the layers.</summary>
    public IEnumerable<Parameter> All => _layers.SelectMany(l => l.All);

    /// <summary>The value of each weight in the graph that was built last.</summary>
    public IReadOnlyDictionary<Parameter, Node> Nodes => _layers.SelectMany(l => l.Layer?.Nodes ?? l.Model!.Nodes).DistinctBy(n => n.Key).ToDictionary();

    /// <summary>Notes a layer or nested model at its place in the file.</summary>
    public void Note(string prefix, string layer, string layerClass)
    {
        if (KerasGraph.IsModel(layerClass)) Model(prefix, layer, layerClass);
        else Of(prefix, layer, layerClass);
    }

    public LayerWeights Of(string prefix, string layer, string layerClass) => Known(layer, () => new(layer, layerClass, new LayerWeights(prefix + layer), null)).Layer!;

    public ModelWeights Model(string prefix, string model, string modelClass) => Known(model, () => new(model, modelClass, null, new ModelWeights(prefix + model, modelClass))).Model!;

    public IReadOnlyList<Parameter> Parameters(string layer) => [.. _byName[layer].All];

    private Entry Known(string name, Func<Entry> create)
    {
        if (_byName.TryGetValue(name, out var known)) return known;
        _layers.Add(known = create());
        return _byName[name] = known;
    }
}
