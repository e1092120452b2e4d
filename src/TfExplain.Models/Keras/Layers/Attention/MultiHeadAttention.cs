using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// MultiHeadAttention and GroupQueryAttention: per head softmax(q k^T / sqrt(key_dim)) v, the heads projected together. Where there are fewer key heads than
/// query heads, neighbouring query heads share one. Weights: query, key, value each kernel [channels, heads, dim] and bias [heads, dim],
/// output kernel [heads, dim, output] and bias [output].
/// </summary>
internal sealed record MultiHeadAttention(int Heads, int KeyHeads, int KeyDim, int ValueDim, bool UseBias, int? OutputDim, Ints Axes, string Prefix, float DropoutRate) : Layer
{
    public static MultiHeadAttention Read(LayerConfig config)
    {
        int heads = config.Count("num_heads"), dim = config.Count("key_dim");
        int? output = config.Find("output_shape") is null ? null : config.Ints("output_shape", 1)[0];
        return Checked(config, new(heads, heads, dim, config.Count("value_dim", dim), config.Bool("use_bias", true), output, config.Find("attention_axes") is null ? [] : config.Ints("attention_axes"), "", Dropout.ReadInner(config)));
    }

    public static MultiHeadAttention ReadGrouped(LayerConfig config)
    {
        var dim = config.Count("head_dim");
        return Checked(config, new(config.Count("num_query_heads"), config.Count("num_key_value_heads"), dim, dim, config.Bool("use_bias", true), null, [1], "_", Dropout.ReadInner(config)));
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is not null && ActivityRegularizer is not null) throw new ModelFormatException($"Layer '{call.Path}': an activity_regularizer of attention cannot be trained; remove it.");
        KerasTensor Given(string name, int position, KerasTensor? otherwise = null)
        {
            var given = call.Tensor(name, position) ?? otherwise ?? throw new ModelFormatException($"Layer '{call.Path}' is called without a {name}.");
            return call.Tensor($"{name}_mask") is { } mask ? given with { Mask = mask.Value } : given;
        }
        KerasTensor query = Given("query", 0), value = Given("value", 1), key = Given("key", 2, value);
        var rank = query.Shape.Rank;
        var axes = Axes.Count > 0 ? [.. Axes.Select(query.Shape.Axis)] : Enumerable.Range(1, rank - 2).ToArray();
        int[] free = [.. Enumerable.Range(0, rank - 1).Except(axes)];

        Node Rows(string name, Node x, int heads, int dim) => Gather(call, Project(call.Sub(Prefix + name), x, heads, dim), free, axes);
        var q = Rows("query_dense", query.Value, Heads, KeyDim);
        var k = Share(call, Rows("key_dense", key.Value, KeyHeads, KeyDim), free.Length);
        var v = Share(call, Rows("value_dense", value.Value, KeyHeads, ValueDim), free.Length);

        q = call.Apply(new Multiply(), q, call.Constant(1 / MathF.Sqrt(KeyDim)));
        var scores = call.Apply(new MatMul(TransposeB: true), q, k);
        var weights = AttentionMasks.Softmax(call, scores, Mask(call, query, value, key, scores));
        var heads = Scatter(call, call.Apply(new MatMul(), Dropout.DropInner(call, weights, DropoutRate), v), query.Shape, free, axes);

        var output = call.Sub(Prefix + "output_dense");
        var size = OutputDim ?? query.Shape[^1];
        var kernel = output.Weight("kernel", [Heads, ValueDim, size]);
        var joined = output.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, rank - 1), Heads * ValueDim]), heads);
        var flat = output.Apply(new Engine.Operations.Reshape([Heads * ValueDim, size]), kernel);
        var y = UseBias ? call.Apply(new Engine.Operations.Dense(), joined, flat, output.Weight("bias", [size])) : call.Apply(new Engine.Operations.Dense(), joined, flat);
        var result = new KerasTensor(y, query.Mask);
        return AttentionMasks.Flag(call, "return_attention_scores") ? [result, weights] : [result];
    }

    private Node Project(LayerCall call, Node x, int heads, int dim)
    {
        var kernel = call.Apply(new Engine.Operations.Reshape([x.Shape[^1], heads * dim]), call.Weight("kernel", [x.Shape[^1], heads, dim]));
        var projected = UseBias
            ? call.Apply(new Engine.Operations.Dense(), x, kernel, call.Apply(new Engine.Operations.Reshape([heads * dim]), call.Weight("bias", [heads, dim])))
            : call.Apply(new Engine.Operations.Dense(), x, kernel);
        return call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, x.Shape.Rank - 1), heads, dim]), projected);
    }

    /// <summary>[axes..., heads, dim] to [free axes..., heads, positions, dim], the attended axes joined.</summary>
    private static Node Gather(LayerCall call, Node x, int[] free, int[] axes)
    {
        var rank = x.Shape.Rank;
        var ordered = call.Apply(new Transpose([.. free, rank - 2, .. axes, rank - 1]), x);
        return axes.Length == 1 ? ordered : call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, free.Length + 1), -1, x.Shape[^1]]), ordered);
    }

    /// <summary>The way back for the result, which has the positions of the query.</summary>
    private static Node Scatter(LayerCall call, Node x, Shape query, int[] free, int[] axes)
    {
        if (axes.Length > 1)
            x = call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, free.Length + 1), .. axes.Select(a => query[a]), x.Shape[^1]]), x);
        int[] order = [.. free, query.Rank - 1, .. axes, query.Rank];
        return call.Apply(new Transpose(Ints.Create([.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))])), x);
    }

    private Node Share(LayerCall call, Node x, int axis) => KeyHeads == Heads ? x : call.Apply(new Repeat(axis, Heads / KeyHeads), x);

    private static Node? Mask(LayerCall call, KerasTensor query, KerasTensor value, KerasTensor key, Node scores)
    {
        var rank = scores.Shape.Rank;
        var keys = AttentionMasks.And(call, value.Mask, ReferenceEquals(key.Mask, value.Mask) ? null : key.Mask);
        var mask = AttentionMasks.And(call, AttentionMasks.Spread(call, query.Mask, rank, queries: true), AttentionMasks.Spread(call, keys, rank, queries: false));
        if (AttentionMasks.Flag(call, "use_causal_mask")) mask = AttentionMasks.And(call, mask, AttentionMasks.Causal(call, scores.Shape));
        if (call.Tensor("attention_mask")?.Value is { } given)
            // [N, T, S] lacks the axis of the heads.
            mask = AttentionMasks.And(call, mask, given.Shape.Rank == rank - 1 && rank == 4 ? call.Apply(new Engine.Operations.Reshape([0, 1, given.Shape[1] == Shape.Unknown ? -1 : given.Shape[1], given.Shape[2]]), given) : given);
        return mask;
    }

    private static MultiHeadAttention Checked(LayerConfig config, MultiHeadAttention layer)
    {
        if (config.Find("sliding_window") is { ValueKind: JsonValueKind.Number }) throw new UnsupportedLayerException(config.Name, config.ClassName, "sliding_window is not supported");
        if (config.Bool("use_gate", false)) throw new UnsupportedLayerException(config.Name, config.ClassName, "use_gate is not supported");
        if (layer.KeyHeads < 1 || layer.Heads % layer.KeyHeads != 0) throw config.Error($"{layer.Heads} query heads cannot share {layer.KeyHeads} key heads.");
        return layer;
    }
}
