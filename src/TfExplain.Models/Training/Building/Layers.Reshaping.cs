namespace TfExplain.Training;

/// <content>Layers that reshape, pad, crop and repeat.</content>
public static partial class Layers
{
    /// <summary>[N, ...] to [N, features].</summary>
    public static LayerSpec Flatten(string? dataFormat = null, string? name = null) => new Arguments("Flatten").Set("data_format", dataFormat).Set("name", name);

    /// <summary>The same values under another shape of a sample; one extent may be -1.</summary>
    public static LayerSpec Reshape(IReadOnlyList<int> targetShape, string? name = null) => new Arguments("Reshape").List("target_shape", targetShape).Set("name", name);

    /// <summary>The axes of a sample in another order, counted from 1.</summary>
    public static LayerSpec Permute(IReadOnlyList<int> dims, string? name = null) => new Arguments("Permute").List("dims", dims).Set("name", name);

    /// <summary>[N, features] to [N, n, features].</summary>
    public static LayerSpec RepeatVector(int n, string? name = null) => new Arguments("RepeatVector").Set("n", n).Set("name", name);

    /// <summary>Zeros around the spatial axes of [N, L, C]: one number for all sides, one per axis, or a pair per axis.</summary>
    public static LayerSpec ZeroPadding1D(Window? padding = null, string? dataFormat = null, string? name = null) => new Arguments("ZeroPadding1D").Sizes("padding", padding ?? 1).Set("data_format", dataFormat).Set("name", name);

    /// <summary>What is left of [N, L, C] without its borders: one number for all sides, one per axis, or a pair per axis.</summary>
    public static LayerSpec Cropping1D(Window? cropping = null, string? dataFormat = null, string? name = null) => new Arguments("Cropping1D").Sizes("cropping", cropping ?? 1).Set("data_format", dataFormat).Set("name", name);

    /// <summary>Zeros around the spatial axes of [N, H, W, C]: one number for all sides, one per axis, or a pair per axis.</summary>
    public static LayerSpec ZeroPadding2D(Window? padding = null, string? dataFormat = null, string? name = null) => new Arguments("ZeroPadding2D").Sizes("padding", padding ?? 1).Set("data_format", dataFormat).Set("name", name);

    /// <summary>What is left of [N, H, W, C] without its borders: one number for all sides, one per axis, or a pair per axis.</summary>
    public static LayerSpec Cropping2D(Window? cropping = null, string? dataFormat = null, string? name = null) => new Arguments("Cropping2D").Sizes("cropping", cropping ?? 0).Set("data_format", dataFormat).Set("name", name);

    /// <summary>Zeros around the spatial axes of [N, D, H, W, C]: one number for all sides, one per axis, or a pair per axis.</summary>
    public static LayerSpec ZeroPadding3D(Window? padding = null, string? dataFormat = null, string? name = null) => new Arguments("ZeroPadding3D").Sizes("padding", padding ?? 1).Set("data_format", dataFormat).Set("name", name);

    /// <summary>What is left of [N, D, H, W, C] without its borders: one number for all sides, one per axis, or a pair per axis.</summary>
    public static LayerSpec Cropping3D(Window? cropping = null, string? dataFormat = null, string? name = null) => new Arguments("Cropping3D").Sizes("cropping", cropping ?? 1).Set("data_format", dataFormat).Set("name", name);

    /// <summary>Every step of [N, T, C] several times.</summary>
    public static LayerSpec UpSampling1D(int size = 2, string? name = null) => new Arguments("UpSampling1D").Set("size", size).Set("name", name);

    /// <summary>[N, H, W, C] enlarged by whole factors, interpolated <c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>lanczos3</c> or <c>lanczos5</c>.</summary>
    public static LayerSpec UpSampling2D(Window? size = null, string? dataFormat = null, string interpolation = "nearest", string? name = null) =>
        new Arguments("UpSampling2D").Sizes("size", size ?? 2).Set("data_format", dataFormat).Set("interpolation", interpolation).Set("name", name);

    /// <summary>Every position of [N, D, H, W, C] several times.</summary>
    public static LayerSpec UpSampling3D(Window? size = null, string? dataFormat = null, string? name = null) => new Arguments("UpSampling3D").Sizes("size", size ?? 2).Set("data_format", dataFormat).Set("name", name);
}
