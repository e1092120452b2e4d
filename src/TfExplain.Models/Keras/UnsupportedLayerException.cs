namespace TfExplain.Models.Keras;

/// <summary>One layer or function of a model file that cannot be read; the loader gathers them all into one error.</summary>
/// <param name="name">The layer's name.</param>
/// <param name="className">Its class.</param>
/// <param name="reason">Why, and what to try.</param>
public sealed class UnsupportedLayerException(string name, string className, string reason) : Exception($"'{name}' ({className}): {reason}")
{
    /// <summary>The layer's name.</summary>
    public string LayerName { get; } = name;

    /// <summary>The layer's class.</summary>
    public string ClassName { get; } = className;
}
