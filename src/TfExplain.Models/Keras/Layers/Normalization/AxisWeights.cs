using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Weights that have the extents of some axes of a value.</summary>
internal static class AxisWeights
{
    /// <summary>The extents of the axes in their order.</summary>
    public static Shape ShapeOf(Shape x, Ints axes) => Shape.Create([.. axes.Select(axis => x[x.Axis(axis)])]);

    /// <summary>A value with the extents of the axes, with 1s between them so that it broadcasts to <paramref name="x"/>.</summary>
    public static Node Spread(LayerCall call, Node value, Shape x, Ints axes)
    {
        var chosen = axes.Select(x.Axis).ToArray();
        if (chosen.Length == 0) return value;
        // Leading 1s are not needed; axes in another order than the value's have to be told apart.
        if (!chosen.SequenceEqual(chosen.Order())) throw new ModelFormatException($"Layer '{call.Path}': the axes {axes} should ascend.");
        int[] extents = [.. Enumerable.Range(chosen[0], x.Rank - chosen[0]).Select(axis => chosen.Contains(axis) ? x[axis] : 1)];
        return extents.Length == chosen.Length ? value : call.Apply(new Engine.Operations.Reshape(Ints.Create(extents)), value);
    }

    /// <summary>One axis or a list of them.</summary>
    public static Ints Axes(LayerConfig config, string name = "axis") => config.Find(name) is null ? [-1] : config.Ints(name);
}
