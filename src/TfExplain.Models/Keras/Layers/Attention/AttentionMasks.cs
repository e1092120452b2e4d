using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The masks of an attention: 1 where a query may look at a key.</summary>
internal static class AttentionMasks
{
    // What Keras adds to the score of a pair that is masked.
    private const float Masked = -1e9f;
    private const int MostPairs = 1 << 26;

    /// <summary>softmax(scores) over the keys, masked pairs left out. Scores and mask are [N, ..., T, S] and broadcast.</summary>
    public static Node Softmax(LayerCall call, Node scores, Node? mask) =>
        call.Apply(new Engine.Operations.Softmax(), mask is null ? scores : Penalize(call, scores, mask));

    /// <summary>The scores, 10^9 less where the mask is 0.</summary>
    public static Node Penalize(LayerCall call, Node scores, Node mask) =>
        call.Apply(new Add(), scores, call.Apply(new Multiply(), call.Apply(new Subtract(), call.Constant(1), mask), call.Constant(Masked)));

    /// <summary>Both masks together, or the one there is.</summary>
    public static Node? And(LayerCall call, Node? a, Node? b) => a is null ? b : b is null ? a : call.Apply(new LogicalAnd(), a, b);

    /// <summary>A mask of keys [N, S] as [N, 1..., S], or of queries [N, T] as [N, 1..., T, 1], for scores of the given rank.</summary>
    public static Node? Spread(LayerCall call, Node? mask, int rank, bool queries) => mask is null ? null
        : call.Apply(new Engine.Operations.Reshape(queries ? [0, .. Ints.Repeat(1, rank - 3), -1, 1] : [0, .. Ints.Repeat(1, rank - 2), -1]), mask);

    /// <summary>1 where the key is not later than the query, [T, S].</summary>
    public static Node Causal(LayerCall call, Shape scores)
    {
        int queries = scores[^2], keys = scores[^1];
        if (queries == Shape.Unknown || keys == Shape.Unknown) throw new ModelFormatException($"Layer '{call.Path}': a causal mask needs known lengths; the scores have shape {scores}.");
        if ((long)queries * keys > MostPairs) throw new ModelFormatException($"Layer '{call.Path}': a causal mask of {queries} x {keys} pairs is larger than the {MostPairs} that are supported.");
        var mask = new float[queries * keys];
        for (var query = 0; query < queries; query++) mask.AsSpan(query * keys, Math.Min(query + 1, keys)).Fill(1);
        return call.Constant([queries, keys], mask);
    }

    /// <summary>A truth value among the arguments.</summary>
    public static bool Flag(LayerCall call, string name) => call.Find(name) is Argument.OfJson { Value.ValueKind: System.Text.Json.JsonValueKind.True };
}
