using System.Collections.Immutable;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain;

/// <summary>A class of an output, found for one image.</summary>
public sealed record ResolvedTarget
{
    internal ResolvedTarget(int index, string? label, Quantity quantity, ScoreHead head)
    {
        Index = index;
        Label = label;
        Quantity = quantity;
        Head = head;
    }

    /// <summary>The class; -1 for a weighted sum of classes.</summary>
    public int Index { get; }

    /// <summary>The class's label, if labels are known.</summary>
    public string? Label { get; }

    /// <summary>Which number of the class is explained.</summary>
    public Quantity Quantity { get; internal init; }

    /// <summary>The network's output for the class: a probability behind a softmax or sigmoid.</summary>
    public float Probability { get; init; }

    internal ScoreHead Head { get; init; }

    internal ImmutableArray<float> Weights { get; init; } = [];

    /// <summary>The value that is explained, a node of the network's graph or one more behind it.</summary>
    internal Node Node => Quantity switch
    {
        Quantity.Probability => Head.Output,
        Quantity.Loss => Head.LogProbability,
        _ => Head.Logits,
    };

    /// <summary>dL/d <see cref="Node"/> for one image.</summary>
    internal void WriteCotangent(Span<float> cotangent)
    {
        var classes = Node.Shape[^1];
        cotangent.Clear();
        var sign = Quantity == Quantity.Loss ? -1f : 1f;
        for (var position = 0; position < cotangent.Length; position += classes)
            if (Index >= 0) cotangent[position + Index] = sign;
            else
                for (var c = 0; c < classes; c++) cotangent[position + c] = sign * Weights[c];
    }

    /// <summary>The explained number for one image, from the values of <see cref="Node"/>.</summary>
    internal float Score(ReadOnlySpan<float> values)
    {
        var classes = Node.Shape[^1];
        double total = 0;
        for (var position = 0; position < values.Length; position += classes)
            if (Index >= 0) total += values[position + Index];
            else
                for (var c = 0; c < classes; c++) total += (double)Weights[c] * values[position + c];
        return (float)(Quantity == Quantity.Loss ? -total : total);
    }

    /// <summary>The label with the index, or the index alone.</summary>
    public override string ToString() => Label is null ? $"class {Index}" : $"{Label} ({Index})";
}
