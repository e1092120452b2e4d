using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Lets a layer with <c>data_format = channels_first</c> compute with channels last between two transpositions.</summary>
internal static class ChannelsLast
{
    /// <summary>Runs <paramref name="body"/> on the value with its channels on the last axis.</summary>
    public static Node Run(LayerCall call, Node x, bool channelsFirst, Func<Node, Node> body)
    {
        var rank = x.Shape.Rank;
        if (!channelsFirst || rank < 3) return body(x);
        var spatial = Enumerable.Range(2, rank - 2);
        var y = body(call.Apply(new Transpose(Ints.Create([0, .. spatial, 1])), x));
        return y.Shape.Rank == rank ? call.Apply(new Transpose(Ints.Create([0, rank - 1, .. Enumerable.Range(1, rank - 2)])), y) : y;
    }
}
