namespace TfExplain.Training;

/// <content>Core layers.</content>
public static partial class Layers
{
    /// <summary>activation(x W + b) on the last axis: [N, ..., inputs] to [N, ..., units]. Weights: kernel [inputs, units], bias [units].</summary>
    public static LayerSpec Dense(int units, Setting? activation = null, bool useBias = true, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        new Arguments("Dense").Set("units", units).Choice("activation", activation).Set("use_bias", useBias)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer).Set("name", name);

    /// <summary>activation(einsum(equation, x, kernel) + bias); <paramref name="outputShape"/> lacks the batch axis, -1 for a free extent. Weights: kernel and bias with the extents of their labels.</summary>
    /// <param name="equation">The labels of input, kernel and output, e.g. <c>ab,bc->ac</c>.</param>
    /// <param name="outputShape">The extents of the output without the batch.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="biasAxes">The output labels that the bias has; no bias if null.</param>
    /// <param name="kernelInitializer">How the kernel begins.</param>
    /// <param name="biasInitializer">How the bias begins.</param>
    /// <param name="kernelRegularizer">What the kernel's size costs.</param>
    /// <param name="biasRegularizer">What the bias's size costs.</param>
    /// <param name="kernelConstraint">What the kernel obeys.</param>
    /// <param name="biasConstraint">What the bias obeys.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec EinsumDense(string equation, IReadOnlyList<int> outputShape, Setting? activation = null, string? biasAxes = null, Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        new Arguments("EinsumDense").Set("equation", equation).Set("output_shape", Extents(outputShape)).Choice("activation", activation).Set("bias_axes", biasAxes)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint).Set("name", name);

    /// <summary>An activation function as a layer: [N, ...] to the same.</summary>
    public static LayerSpec Activation(Setting activation, string? name = null) => new Arguments("Activation").Choice("activation", activation).Set("name", name);

    /// <summary>Rows of a table by whole numbers: [N, ...] to [N, ..., outputDim]; with <paramref name="maskZero"/>, 0 marks padding. Weights: embeddings [inputDim, outputDim].</summary>
    /// <param name="inputDim">The number of rows.</param>
    /// <param name="outputDim">The length of a row.</param>
    /// <param name="embeddingsInitializer">How the table begins.</param>
    /// <param name="embeddingsRegularizer">What its size costs.</param>
    /// <param name="embeddingsConstraint">What it obeys.</param>
    /// <param name="maskZero">Whether 0 marks padding.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec Embedding(int inputDim, int outputDim, Setting? embeddingsInitializer = null, Setting? embeddingsRegularizer = null, Setting? embeddingsConstraint = null, bool maskZero = false, string? name = null) =>
        new Arguments("Embedding").Set("input_dim", inputDim).Set("output_dim", outputDim).Weight("embeddings", embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint).Set("mask_zero", maskZero).Set("name", name);

    /// <summary>Masks the steps of [N, T, ..., features] all of whose features are <paramref name="maskValue"/>, and sets them to 0.</summary>
    public static LayerSpec Masking(double maskValue = 0, string? name = null) => new Arguments("Masking").Set("mask_value", maskValue).Set("name", name);

    /// <summary>The input itself.</summary>
    public static LayerSpec Identity(string? name = null) => new Arguments("Identity").Set("name", name);

    private static System.Text.Json.Nodes.JsonArray Extents(IReadOnlyList<int> extents) => [.. extents.Select(e => e == -1 ? null : (System.Text.Json.Nodes.JsonNode)e)];
}
