using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>The weights of a model's layers in the order of the file; nested models hold their own.</summary>
internal sealed class ModelWeights(string name, string className)
{
    private readonly List<Entry> _layers = [];

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

    /// <summary>Notes a layer or nested model at its place in the file.</summary>
    public void Note(string prefix, string layer, string layerClass)
    {
        if (layerClass is "Sequential" or "Functional" or "Model") Model(prefix, layer, layerClass);
        else Of(prefix, layer, layerClass);
    }

    public LayerWeights Of(string prefix, string layer, string layerClass)
    {
        var known = _layers.Find(l => l.Name == layer);
        if (known is null) _layers.Add(known = new(layer, layerClass, new LayerWeights(prefix + layer), null));
        return known.Layer!;
    }

    public ModelWeights Model(string prefix, string model, string modelClass)
    {
        var known = _layers.Find(l => l.Name == model);
        if (known is null) _layers.Add(known = new(model, modelClass, null, new ModelWeights(prefix + model, modelClass)));
        return known.Model!;
    }

    public IReadOnlyList<Parameter> Parameters(string layer) => [.. _layers.Find(l => l.Name == layer)!.All];
}
