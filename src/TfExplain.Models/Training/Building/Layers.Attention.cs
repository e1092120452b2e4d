namespace TfExplain.Training;

/// <content>Attention layers.</content>
public static partial class Layers
{
    /// <summary>softmax(q k^T) v for [query [N, T, D], value [N, S, D]] and perhaps a key (Luong et al., 2015). Weights: scale [] with <paramref name="useScale"/>.</summary>
    /// <param name="useScale">Whether the scores have a factor that is learnt.</param>
    /// <param name="scoreMode"><c>dot</c>, or <c>concat</c> for tanh(q + k).</param>
    /// <param name="dropout">The share of the attention weights that training drops.</param>
    /// <param name="name">The layer's name.</param>
    public static LayerSpec Attention(bool useScale = false, string scoreMode = "dot", double dropout = 0, string? name = null) =>
        new Arguments("Attention").Set("use_scale", useScale).Set("score_mode", scoreMode).Set("dropout", dropout).Set("name", name);

    /// <summary>softmax(sum scale tanh(q + k)) v (Bahdanau et al., 2014). Weights: scale [D].</summary>
    public static LayerSpec AdditiveAttention(bool useScale = true, double dropout = 0, string? name = null) => new Arguments("AdditiveAttention").Set("use_scale", useScale).Set("dropout", dropout).Set("name", name);

    /// <summary>
    /// Per head softmax(q k^T / sqrt(keyDim)) v, called on query, value and perhaps key (Vaswani et al., 2017). Weights: query, key, value each kernel [C, heads, dim]
    /// and bias [heads, dim], output kernel [heads, dim, C] and bias [C].
    /// </summary>
    public static LayerSpec MultiHeadAttention(int numHeads, int keyDim, int? valueDim = null, double dropout = 0, bool useBias = true, int? outputShape = null, IReadOnlyList<int>? attentionAxes = null,
        Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        new Arguments("MultiHeadAttention").Set("num_heads", numHeads).Set("key_dim", keyDim).Set("value_dim", valueDim ?? keyDim).Set("dropout", dropout).Set("use_bias", useBias).Set("output_shape", outputShape)
        .List("attention_axes", attentionAxes).Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer).Set("name", name);

    /// <summary>Attention with several query heads to a key head (Ainslie et al., 2023), called on query, value and perhaps key.</summary>
    public static LayerSpec GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0, bool useBias = true,
        Setting? kernelInitializer = null, Setting? biasInitializer = null,
        Setting? kernelRegularizer = null, Setting? biasRegularizer = null, Setting? activityRegularizer = null, Setting? kernelConstraint = null, Setting? biasConstraint = null, string? name = null) =>
        new Arguments("GroupQueryAttention").Set("head_dim", headDim).Set("num_query_heads", numQueryHeads).Set("num_key_value_heads", numKeyValueHeads).Set("dropout", dropout).Set("use_bias", useBias)
        .Weight("kernel", kernelInitializer, kernelRegularizer, kernelConstraint).Weight("bias", biasInitializer, biasRegularizer, biasConstraint)
        .Choice("activity_regularizer", activityRegularizer).Set("name", name);
}
