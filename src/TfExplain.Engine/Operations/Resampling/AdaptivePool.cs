namespace TfExplain.Engine.Operations;

/// <summary>Adaptive pooling of the spatial axes of [N, spatial..., C] to given extents.</summary>
public static class AdaptivePool
{
    /// <summary>The mean of each part.</summary>
    public static Node Average(GraphBuilder builder, string name, Node x, Ints sizes) =>
        Resample.Spatial(builder, name, x, [.. sizes.Select(size => new AdaptiveAverage(size))]);

    /// <summary>The largest of each part.</summary>
    public static Node Max(GraphBuilder builder, string name, Node x, Ints sizes)
    {
        for (var axis = sizes.Count - 1; axis >= 0; axis--)
            x = builder.Call(axis == 0 ? name : $"{name}/axis{axis + 1}", new AdaptiveMax(axis + 1, sizes[axis]), x);
        return x;
    }
}
