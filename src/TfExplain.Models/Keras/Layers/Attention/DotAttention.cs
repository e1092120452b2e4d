using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// Attention and AdditiveAttention: softmax(scores) v. Scores: dot q k^T; concat w sum tanh(q + k); additive sum scale tanh(q + k).
/// Weights: scale [] or, additive, [dim]; concat_score_weight [].
/// </summary>
internal sealed record DotAttention(DotAttention.Scoring Score, bool UseScale, bool CausalInConfig, float DropoutRate) : Layer
{
    /// <summary>How a query and a key are compared.</summary>
    public enum Scoring
    {
        Dot,
        Concat,
        Additive,
    }

    public static DotAttention Read(LayerConfig config) => new(config.String("score_mode", "dot") switch
    {
        "dot" => Scoring.Dot,
        "concat" => Scoring.Concat,
        var other => throw config.Error($"score_mode '{other}' is not known; expected dot or concat."),
    }, config.Bool("use_scale", false), config.Bool("causal", false), Dropout.ReadInner(config));

    public static DotAttention ReadAdditive(LayerConfig config) => new(Scoring.Additive, config.Bool("use_scale", true), config.Bool("causal", false), Dropout.ReadInner(config));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Inputs.Count is < 2 or > 3) throw new ModelFormatException($"Layer '{call.Path}' expects a query, a value and perhaps a key; found {call.Inputs.Count} tensors.");
        KerasTensor query = call.Inputs[0], value = call.Inputs[1], key = call.Inputs.Count > 2 ? call.Inputs[2] : value;
        var given = call.Find("mask") is Argument.OfList list ? list.Items : [];
        Node? MaskOf(int index, Node? own) => index < given.Length ? (given[index] as Argument.OfTensor)?.Tensor.Value : own;
        Node? queryMask = MaskOf(0, query.Mask), valueMask = MaskOf(1, value.Mask);

        var scores = Scores(call, query.Value, key.Value);
        var mask = AttentionMasks.Spread(call, valueMask, scores.Shape.Rank, queries: false);
        if (CausalInConfig || AttentionMasks.Flag(call, "use_causal_mask")) mask = AttentionMasks.And(call, mask, AttentionMasks.Causal(call, scores.Shape));
        var weights = Dropout.DropInner(call, AttentionMasks.Softmax(call, scores, mask), DropoutRate);
        var result = call.Apply(new MatMul(), weights, value.Value);
        if (queryMask is not null) result = call.Apply(new Multiply(), result, call.Apply(new Engine.Operations.Reshape([0, -1, 1]), queryMask));
        var output = new KerasTensor(result, queryMask);
        return AttentionMasks.Flag(call, "return_attention_scores") ? [output, weights] : [output];
    }

    private Node Scores(LayerCall call, Node query, Node key)
    {
        var scale = UseScale ? call.Weight("scale", Score == Scoring.Additive ? [query.Shape[^1]] : []) : null;
        if (Score == Scoring.Dot)
        {
            var product = call.Apply(new MatMul(TransposeB: true), query, key);
            return scale is null ? product : call.Apply(new Multiply(), product, scale);
        }
        var left = call.Apply(new Engine.Operations.Reshape([0, -1, 1, query.Shape[^1]]), query);
        var right = call.Apply(new Engine.Operations.Reshape([0, 1, -1, key.Shape[^1]]), key);
        var sum = call.Apply(new Add(), left, right);
        if (Score == Scoring.Concat && scale is not null) sum = call.Apply(new Multiply(), sum, scale);
        var bent = call.Apply(Unary.Of<Tanh>(), sum);
        if (Score == Scoring.Additive && scale is not null) bent = call.Apply(new Multiply(), bent, scale);
        var scores = call.Apply(new Reduce(ReduceKind.Sum, [-1]), bent);
        return Score == Scoring.Concat ? call.Apply(new Multiply(), scores, call.Weight("concat_score_weight", [])) : scores;
    }
}
