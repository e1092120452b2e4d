namespace TfExplain.Training;

/// <content>Convolution layers.</content>
public static partial class Layers
{
    /// <summary>activation(convolution(x) + b): [N, L, C] to [N, L', filters]. Weights: kernel [taps..., C / groups, filters], bias [filters].</summary>
    public static LayerSpec Conv1D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, int groups = 1,
        Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("Conv1D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("groups", groups)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>activation(convolution(x) + b): [N, H, W, C] to [N, H', W', filters]. Weights: kernel [taps..., C / groups, filters], bias [filters].</summary>
    public static LayerSpec Conv2D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, int groups = 1,
        Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("Conv2D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("groups", groups)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>activation(convolution(x) + b): [N, D, H, W, C] to [N, D', H', W', filters]. Weights: kernel [taps..., C / groups, filters], bias [filters].</summary>
    public static LayerSpec Conv3D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, int groups = 1,
        Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("Conv3D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("groups", groups)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>activation(transposed convolution(x) + b), which widens where a convolution narrows: [N, L, C] to [N, L', filters]. Weights: kernel [taps..., filters, C], bias [filters].</summary>
    public static LayerSpec Conv1DTranspose(int filters, Window kernelSize, Window? strides = null, string padding = "valid", Window? outputPadding = null, string? dataFormat = null, Window? dilationRate = null,
        Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("Conv1DTranspose", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Sizes("output_padding", outputPadding)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>activation(transposed convolution(x) + b), which widens where a convolution narrows: [N, H, W, C] to [N, H', W', filters]. Weights: kernel [taps..., filters, C], bias [filters].</summary>
    public static LayerSpec Conv2DTranspose(int filters, Window kernelSize, Window? strides = null, string padding = "valid", Window? outputPadding = null, string? dataFormat = null, Window? dilationRate = null,
        Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("Conv2DTranspose", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Sizes("output_padding", outputPadding)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>activation(transposed convolution(x) + b), which widens where a convolution narrows: [N, D, H, W, C] to [N, D', H', W', filters]. Weights: kernel [taps..., filters, C], bias [filters].</summary>
    public static LayerSpec Conv3DTranspose(int filters, Window kernelSize, Window? strides = null, string padding = "valid", Window? outputPadding = null, string? dataFormat = null, Window? dilationRate = null,
        Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("Conv3DTranspose", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Sizes("output_padding", outputPadding)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>Every channel by depthMultiplier kernels of its own: [N, L, C] to [N, L', C depthMultiplier]. Weights: depthwise_kernel [taps..., C, depthMultiplier], bias.</summary>
    public static LayerSpec DepthwiseConv1D(Window kernelSize, Window? strides = null, string padding = "valid", int depthMultiplier = 1, string? dataFormat = null, Window? dilationRate = null,
        Setting? activation = null, bool useBias = true, Setting? depthwiseInitializer = null, Setting? biasInitializer = null,
        Setting? depthwiseRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? depthwiseConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("DepthwiseConv1D", null, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("depth_multiplier", depthMultiplier)
        .Weight("depthwise", depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>Every channel by depthMultiplier kernels of its own: [N, H, W, C] to [N, H', W', C depthMultiplier]. Weights: depthwise_kernel [taps..., C, depthMultiplier], bias.</summary>
    public static LayerSpec DepthwiseConv2D(Window kernelSize, Window? strides = null, string padding = "valid", int depthMultiplier = 1, string? dataFormat = null, Window? dilationRate = null,
        Setting? activation = null, bool useBias = true, Setting? depthwiseInitializer = null, Setting? biasInitializer = null,
        Setting? depthwiseRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? depthwiseConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("DepthwiseConv2D", null, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("depth_multiplier", depthMultiplier)
        .Weight("depthwise", depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>A depthwise convolution, then a pointwise one: [N, L, C] to [N, L', filters]. Weights: depthwise_kernel [taps..., C, depthMultiplier], pointwise_kernel [1..., C depthMultiplier, filters], bias [filters].</summary>
    public static LayerSpec SeparableConv1D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, int depthMultiplier = 1,
        Setting? activation = null, bool useBias = true, Setting? depthwiseInitializer = null, Setting? pointwiseInitializer = null, Setting? biasInitializer = null,
        Setting? depthwiseRegularizer = null, Setting? pointwiseRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? depthwiseConstraint = null,
        Setting? pointwiseConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("SeparableConv1D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("depth_multiplier", depthMultiplier)
        .Weight("pointwise", pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint)
        .Weight("depthwise", depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    /// <summary>A depthwise convolution, then a pointwise one: [N, H, W, C] to [N, H', W', filters]. Weights: depthwise_kernel [taps..., C, depthMultiplier], pointwise_kernel [1..., C depthMultiplier, filters], bias [filters].</summary>
    public static LayerSpec SeparableConv2D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, int depthMultiplier = 1,
        Setting? activation = null, bool useBias = true, Setting? depthwiseInitializer = null, Setting? pointwiseInitializer = null, Setting? biasInitializer = null,
        Setting? depthwiseRegularizer = null, Setting? pointwiseRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? depthwiseConstraint = null,
        Setting? pointwiseConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        Convolution("SeparableConv2D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, name).Set("depth_multiplier", depthMultiplier)
        .Weight("pointwise", pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint)
        .Weight("depthwise", depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer);

    private static Arguments Convolution(string className, int? filters, Window kernelSize, Window? strides, string padding, string? dataFormat, Window? dilationRate, Setting? activation, bool useBias, string? name) =>
        new Arguments(className).Set("filters", filters).Sizes("kernel_size", kernelSize).Sizes("strides", strides).Set("padding", padding).Set("data_format", dataFormat)
        .Sizes("dilation_rate", dilationRate).Choice("activation", activation).Set("use_bias", useBias).Set("name", name);
}
