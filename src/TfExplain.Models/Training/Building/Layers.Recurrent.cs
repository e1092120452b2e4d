namespace TfExplain.Training;

/// <content>Recurrent layers and cells.</content>
public static partial class Layers
{
    /// <summary>h[t] = a(x[t] W + h[t-1] R + b). [N, T, C] to [N, units], or every step's [N, T, units]; with returnState the last states too. Weights: kernel [C, gates units], recurrent_kernel [units, gates units], bias.</summary>
    public static LayerSpec SimpleRNN(int units, Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool returnSequences = false, bool returnState = false, bool goBackwards = false, string? name = null) =>
        new Arguments("SimpleRNN").Set("units", units).Choice("activation", activation ?? "tanh").Set("use_bias", useBias).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Choice("activity_regularizer", activityRegularizer)
        .Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("name", name);

    /// <summary>The cell of SimpleRNN, for RNN and StackedRNNCells. Weights: kernel [C, gates units], recurrent_kernel [units, gates units], bias.</summary>
    public static LayerSpec SimpleRNNCell(int units, Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, string? name = null) =>
        new Arguments("SimpleRNNCell").Set("units", units).Choice("activation", activation ?? "tanh").Set("use_bias", useBias).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Set("name", name);

    /// <summary>Long short-term memory: gates i, f, c, o. [N, T, C] to [N, units], or every step's [N, T, units]; with returnState the last states too. Weights: kernel [C, gates units], recurrent_kernel [units, gates units], bias.</summary>
    public static LayerSpec LSTM(int units, Setting? activation = null, Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool unitForgetBias = true, bool returnSequences = false, bool returnState = false, bool goBackwards = false, string? name = null) =>
        new Arguments("LSTM").Set("units", units).Choice("activation", activation ?? "tanh").Choice("recurrent_activation", recurrentActivation ?? "sigmoid").Set("use_bias", useBias).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Choice("activity_regularizer", activityRegularizer)
        .Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("unit_forget_bias", unitForgetBias).Set("name", name);

    /// <summary>The cell of LSTM, for RNN and StackedRNNCells. Weights: kernel [C, gates units], recurrent_kernel [units, gates units], bias.</summary>
    public static LayerSpec LSTMCell(int units, Setting? activation = null, Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool unitForgetBias = true, string? name = null) =>
        new Arguments("LSTMCell").Set("units", units).Choice("activation", activation ?? "tanh").Choice("recurrent_activation", recurrentActivation ?? "sigmoid").Set("use_bias", useBias).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Set("unit_forget_bias", unitForgetBias).Set("name", name);

    /// <summary>Gated recurrent unit: gates z, r, h. [N, T, C] to [N, units], or every step's [N, T, units]; with returnState the last states too. Weights: kernel [C, gates units], recurrent_kernel [units, gates units], bias.</summary>
    public static LayerSpec GRU(int units, Setting? activation = null, Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool resetAfter = true, bool returnSequences = false, bool returnState = false, bool goBackwards = false, string? name = null) =>
        new Arguments("GRU").Set("units", units).Choice("activation", activation ?? "tanh").Choice("recurrent_activation", recurrentActivation ?? "sigmoid").Set("use_bias", useBias).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Choice("activity_regularizer", activityRegularizer)
        .Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("reset_after", resetAfter).Set("name", name);

    /// <summary>The cell of GRU, for RNN and StackedRNNCells. Weights: kernel [C, gates units], recurrent_kernel [units, gates units], bias.</summary>
    public static LayerSpec GRUCell(int units, Setting? activation = null, Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool resetAfter = true, string? name = null) =>
        new Arguments("GRUCell").Set("units", units).Choice("activation", activation ?? "tanh").Choice("recurrent_activation", recurrentActivation ?? "sigmoid").Set("use_bias", useBias).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Set("reset_after", resetAfter).Set("name", name);

    /// <summary>An LSTM whose products are convolutions: [N, T, L, C] to [N, ..., filters], or every step's (Shi et al., 2015). Weights: kernel [taps..., C, 4 filters], recurrent_kernel [taps..., filters, 4 filters], bias [4 filters].</summary>
    public static LayerSpec ConvLSTM1D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, Setting? activation = null,
        Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool unitForgetBias = true, bool returnSequences = false, bool returnState = false, bool goBackwards = false, string? name = null) =>
        Convolution("ConvLSTM1D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation ?? "tanh", useBias, name).Choice("recurrent_activation", recurrentActivation ?? "sigmoid")
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Choice("activity_regularizer", activityRegularizer)
        .Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("unit_forget_bias", unitForgetBias);

    /// <summary>An LSTM whose products are convolutions: [N, T, H, W, C] to [N, ..., filters], or every step's (Shi et al., 2015). Weights: kernel [taps..., C, 4 filters], recurrent_kernel [taps..., filters, 4 filters], bias [4 filters].</summary>
    public static LayerSpec ConvLSTM2D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, Setting? activation = null,
        Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool unitForgetBias = true, bool returnSequences = false, bool returnState = false, bool goBackwards = false, string? name = null) =>
        Convolution("ConvLSTM2D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation ?? "tanh", useBias, name).Choice("recurrent_activation", recurrentActivation ?? "sigmoid")
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Choice("activity_regularizer", activityRegularizer)
        .Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("unit_forget_bias", unitForgetBias);

    /// <summary>An LSTM whose products are convolutions: [N, T, D, H, W, C] to [N, ..., filters], or every step's (Shi et al., 2015). Weights: kernel [taps..., C, 4 filters], recurrent_kernel [taps..., filters, 4 filters], bias [4 filters].</summary>
    public static LayerSpec ConvLSTM3D(int filters, Window kernelSize, Window? strides = null, string padding = "valid", string? dataFormat = null, Window? dilationRate = null, Setting? activation = null,
        Setting? recurrentActivation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? recurrentInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? recurrentRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? recurrentConstraint = null,
        Setting? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, bool unitForgetBias = true, bool returnSequences = false, bool returnState = false, bool goBackwards = false, string? name = null) =>
        Convolution("ConvLSTM3D", filters, kernelSize, strides, padding, dataFormat, dilationRate, activation ?? "tanh", useBias, name).Choice("recurrent_activation", recurrentActivation ?? "sigmoid")
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        .Weight("recurrent", recurrentInitializer, recurrentRegularizer, recurrentConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Set("dropout", dropout).Set("recurrent_dropout", recurrentDropout).Choice("activity_regularizer", activityRegularizer)
        .Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("unit_forget_bias", unitForgetBias);

    /// <summary>A cell, or a StackedRNNCells, stepped along [N, T, C].</summary>
    public static LayerSpec RNN(LayerSpec cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool zeroOutputForMask = false, string? name = null) =>
        new Arguments("RNN").Inner("cell", cell).Set("return_sequences", returnSequences).Set("return_state", returnState).Set("go_backwards", goBackwards).Set("zero_output_for_mask", zeroOutputForMask).Set("name", name);

    /// <summary>Several cells, or a list of them, each reading the outputs of the one before.</summary>
    public static LayerSpec StackedRNNCells(IReadOnlyList<LayerSpec> cells, string? name = null) => new Arguments("StackedRNNCells").Set("cells", Inner(cells)).Set("name", name);

    /// <summary>A recurrent layer forwards and another backwards along the steps, merged by <c>concat</c>, <c>sum</c>, <c>mul</c> or <c>ave</c>; two outputs if <c>none</c>.</summary>
    /// <param name="layer">The layer forwards.</param>
    /// <param name="mergeMode">How the outputs are merged.</param>
    /// <param name="backwardLayer">The layer backwards, whose <c>goBackwards</c> is true; one like the first if null.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec Bidirectional(LayerSpec layer, string mergeMode = "concat", LayerSpec? backwardLayer = null, string? name = null)
    {
        var arguments = new Arguments("Bidirectional").Inner("layer", layer).Inner("backward_layer", backwardLayer).Set("name", name);
        LayerSpec made = arguments.Set("merge_mode", mergeMode);
        return mergeMode == "none" ? made.With("merge_mode", null) : made;
    }

    private static System.Text.Json.Nodes.JsonArray Inner(IReadOnlyList<LayerSpec> layers) => [.. layers.Select(l => (System.Text.Json.Nodes.JsonNode)l.StoredInside())];
}
