namespace TfExplain.Training;

/// <content>Merging layers.</content>
public static partial class Layers
{
    /// <summary>The sum of all inputs, element by element; shapes broadcast.</summary>
    public static LayerSpec Add(string? name = null) => new Arguments("Add").Set("name", name);

    /// <summary>The first input less the second, element by element; shapes broadcast.</summary>
    public static LayerSpec Subtract(string? name = null) => new Arguments("Subtract").Set("name", name);

    /// <summary>The product of all inputs, element by element; shapes broadcast.</summary>
    public static LayerSpec Multiply(string? name = null) => new Arguments("Multiply").Set("name", name);

    /// <summary>The mean of all inputs, element by element; shapes broadcast.</summary>
    public static LayerSpec Average(string? name = null) => new Arguments("Average").Set("name", name);

    /// <summary>The largest of all inputs, element by element; shapes broadcast.</summary>
    public static LayerSpec Maximum(string? name = null) => new Arguments("Maximum").Set("name", name);

    /// <summary>The smallest of all inputs, element by element; shapes broadcast.</summary>
    public static LayerSpec Minimum(string? name = null) => new Arguments("Minimum").Set("name", name);

    /// <summary>The inputs behind one another along an axis.</summary>
    public static LayerSpec Concatenate(int axis = -1, string? name = null) => new Arguments("Concatenate").Set("axis", axis).Set("name", name);

    /// <summary>The sum of products along an axis of each of two inputs; with <paramref name="normalize"/> of unit vectors, the cosine.</summary>
    /// <param name="axes">The axis of both inputs, or one of each.</param>
    /// <param name="normalize">Whether the vectors are normalised first.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec Dot(Window axes, bool normalize = false, string? name = null) => new Arguments("Dot").Sizes("axes", axes).Set("normalize", normalize).Set("name", name);
}
