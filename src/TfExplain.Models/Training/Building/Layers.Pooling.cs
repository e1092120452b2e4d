namespace TfExplain.Training;

/// <content>Pooling layers.</content>
public static partial class Layers
{
    /// <summary>The largest value of each window: [N, L, C] to [N, L', C]. The strides are the window's size if absent.</summary>
    public static LayerSpec MaxPooling1D(Window? poolSize = null, Window? strides = null, string padding = "valid", string? dataFormat = null, string? name = null) =>
        new Arguments("MaxPooling1D").Sizes("pool_size", poolSize ?? 2).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The largest value of each window: [N, H, W, C] to [N, H', W', C]. The strides are the window's size if absent.</summary>
    public static LayerSpec MaxPooling2D(Window? poolSize = null, Window? strides = null, string padding = "valid", string? dataFormat = null, string? name = null) =>
        new Arguments("MaxPooling2D").Sizes("pool_size", poolSize ?? 2).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The largest value of each window: [N, D, H, W, C] to [N, D', H', W', C]. The strides are the window's size if absent.</summary>
    public static LayerSpec MaxPooling3D(Window? poolSize = null, Window? strides = null, string padding = "valid", string? dataFormat = null, string? name = null) =>
        new Arguments("MaxPooling3D").Sizes("pool_size", poolSize ?? 2).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The mean of each window: [N, L, C] to [N, L', C]. The strides are the window's size if absent.</summary>
    public static LayerSpec AveragePooling1D(Window? poolSize = null, Window? strides = null, string padding = "valid", string? dataFormat = null, string? name = null) =>
        new Arguments("AveragePooling1D").Sizes("pool_size", poolSize ?? 2).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The mean of each window: [N, H, W, C] to [N, H', W', C]. The strides are the window's size if absent.</summary>
    public static LayerSpec AveragePooling2D(Window? poolSize = null, Window? strides = null, string padding = "valid", string? dataFormat = null, string? name = null) =>
        new Arguments("AveragePooling2D").Sizes("pool_size", poolSize ?? 2).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The mean of each window: [N, D, H, W, C] to [N, D', H', W', C]. The strides are the window's size if absent.</summary>
    public static LayerSpec AveragePooling3D(Window? poolSize = null, Window? strides = null, string padding = "valid", string? dataFormat = null, string? name = null) =>
        new Arguments("AveragePooling3D").Sizes("pool_size", poolSize ?? 2).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The largest value of each channel over all positions: [N, ..., C] to [N, C], or with <paramref name="keepdims"/> [N, 1..., C].</summary>
    public static LayerSpec GlobalMaxPooling1D(string? dataFormat = null, bool keepdims = false, string? name = null) =>
        new Arguments("GlobalMaxPooling1D").Set("data_format", dataFormat).Set("keepdims", keepdims).Set("name", name);

    /// <summary>The largest value of each channel over all positions: [N, ..., C] to [N, C], or with <paramref name="keepdims"/> [N, 1..., C].</summary>
    public static LayerSpec GlobalMaxPooling2D(string? dataFormat = null, bool keepdims = false, string? name = null) =>
        new Arguments("GlobalMaxPooling2D").Set("data_format", dataFormat).Set("keepdims", keepdims).Set("name", name);

    /// <summary>The largest value of each channel over all positions: [N, ..., C] to [N, C], or with <paramref name="keepdims"/> [N, 1..., C].</summary>
    public static LayerSpec GlobalMaxPooling3D(string? dataFormat = null, bool keepdims = false, string? name = null) =>
        new Arguments("GlobalMaxPooling3D").Set("data_format", dataFormat).Set("keepdims", keepdims).Set("name", name);

    /// <summary>The mean of each channel over all positions: [N, ..., C] to [N, C], or with <paramref name="keepdims"/> [N, 1..., C].</summary>
    public static LayerSpec GlobalAveragePooling1D(string? dataFormat = null, bool keepdims = false, string? name = null) =>
        new Arguments("GlobalAveragePooling1D").Set("data_format", dataFormat).Set("keepdims", keepdims).Set("name", name);

    /// <summary>The mean of each channel over all positions: [N, ..., C] to [N, C], or with <paramref name="keepdims"/> [N, 1..., C].</summary>
    public static LayerSpec GlobalAveragePooling2D(string? dataFormat = null, bool keepdims = false, string? name = null) =>
        new Arguments("GlobalAveragePooling2D").Set("data_format", dataFormat).Set("keepdims", keepdims).Set("name", name);

    /// <summary>The mean of each channel over all positions: [N, ..., C] to [N, C], or with <paramref name="keepdims"/> [N, 1..., C].</summary>
    public static LayerSpec GlobalAveragePooling3D(string? dataFormat = null, bool keepdims = false, string? name = null) =>
        new Arguments("GlobalAveragePooling3D").Set("data_format", dataFormat).Set("keepdims", keepdims).Set("name", name);

    /// <summary>The largest value of each of outputSize parts of every axis: [N, L, C] to [N, L', C].</summary>
    public static LayerSpec AdaptiveMaxPooling1D(Window outputSize, string? dataFormat = null, string? name = null) =>
        new Arguments("AdaptiveMaxPooling1D").Sizes("output_size", outputSize).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The largest value of each of outputSize parts of every axis: [N, H, W, C] to [N, H', W', C].</summary>
    public static LayerSpec AdaptiveMaxPooling2D(Window outputSize, string? dataFormat = null, string? name = null) =>
        new Arguments("AdaptiveMaxPooling2D").Sizes("output_size", outputSize).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The largest value of each of outputSize parts of every axis: [N, D, H, W, C] to [N, D', H', W', C].</summary>
    public static LayerSpec AdaptiveMaxPooling3D(Window outputSize, string? dataFormat = null, string? name = null) =>
        new Arguments("AdaptiveMaxPooling3D").Sizes("output_size", outputSize).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The mean of each of outputSize parts of every axis: [N, L, C] to [N, L', C].</summary>
    public static LayerSpec AdaptiveAveragePooling1D(Window outputSize, string? dataFormat = null, string? name = null) =>
        new Arguments("AdaptiveAveragePooling1D").Sizes("output_size", outputSize).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The mean of each of outputSize parts of every axis: [N, H, W, C] to [N, H', W', C].</summary>
    public static LayerSpec AdaptiveAveragePooling2D(Window outputSize, string? dataFormat = null, string? name = null) =>
        new Arguments("AdaptiveAveragePooling2D").Sizes("output_size", outputSize).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The mean of each of outputSize parts of every axis: [N, D, H, W, C] to [N, D', H', W', C].</summary>
    public static LayerSpec AdaptiveAveragePooling3D(Window outputSize, string? dataFormat = null, string? name = null) =>
        new Arguments("AdaptiveAveragePooling3D").Sizes("output_size", outputSize).Set("data_format", dataFormat).Set("name", name);
}
