using TfExplain.Engine;
using TfExplain.Engine.Operations;
using TfExplain.Training.Losses;

namespace TfExplain.Training;

/// <summary>What training makes small: a function of labels and predictions, written as graph operations so that plans differentiate it.</summary>
public abstract partial record Loss
{
    /// <summary>Keras's <c>epsilon()</c>, which keeps logarithms and divisions finite.</summary>
    internal const float Epsilon = 1e-7f;

    /// <summary>How the losses of a batch become one.</summary>
    public Reduction Reduction { get; init; } = Reduction.SumOverBatchSize;

    /// <summary>The name in logs and configurations; the record's own in snake case unless set.</summary>
    public string Name { get => field ?? SnakeCase.Of(GetType().Name); init => field = value == SnakeCase.Of(GetType().Name) ? null : value; }

    /// <summary>The loss of every element: the shape of <paramref name="yPred"/> without its last axis.</summary>
    /// <exception cref="ShapeException">Labels and predictions do not fit together.</exception>
    public Node PerElement(GraphBuilder b, string name, Node yTrue, Node yPred) => Elements(new(b, name), Align(b, name, yTrue, yPred.Shape), yPred);

    /// <summary>
    /// The loss of a batch, of shape [] (<see cref="Reduction.None"/>: of <see cref="PerElement"/>'s): each element times the weight of its sample, reduced.
    /// <paramref name="sampleWeight"/> has shape [N], or a longer part of the elements' shape.
    /// </summary>
    /// <exception cref="ShapeException">Labels, predictions and weights do not fit together.</exception>
    public Node Build(GraphBuilder b, string name, Node yTrue, Node yPred, Node? sampleWeight = null)
    {
        var f = new Formula(b, name);
        var losses = PerElement(b, name, yTrue, yPred);
        if (sampleWeight is not null) losses = f.Multiply(losses, Spread(f, sampleWeight, losses.Shape));
        if (Reduction == Reduction.None) return losses;
        if (Reduction == Reduction.Sum) return b.Call(name, new Reduce(ReduceKind.Sum, []), losses);
        // Elements without a label do not count: the mean over all is divided by the part that has one.
        if (Counted(f, Align(b, name, yTrue, yPred.Shape)) is not { } counted) return b.Call(name, new Reduce(ReduceKind.Mean, []), losses);
        return b.Call(name, new Divide(), f.Mean(losses, []), f.Max(f.Mean(counted, []), 1e-30f));
    }

    /// <summary>Whether labels and predictions fit together and every label means something.</summary>
    /// <exception cref="ArgumentException">They do not; the message says where and what to try.</exception>
    public virtual void Check(ReadOnlySpan<float> yTrue, Shape yTrueShape, Shape yPredShape)
    {
        LabelCheck.SameShape(this, yTrueShape, yPredShape);
        LabelCheck.Range(this, yTrue, yTrueShape, float.NegativeInfinity, float.PositiveInfinity, "a finite number");
    }

    /// <summary>The loss of every element for labels that have been brought to the predictions' rank.</summary>
    private protected abstract Node Elements(Formula f, Node yTrue, Node yPred);

    /// <summary>1 for each element that counts, 0 for one that does not; null if all do.</summary>
    private protected virtual Node? Counted(Formula f, Node yTrue) => null;

    /// <summary>The labels in the shape of the predictions: a missing last axis of one element is added.</summary>
    private protected virtual Node Align(GraphBuilder b, string name, Node yTrue, Shape yPred)
    {
        if (yTrue.Shape.Rank == yPred.Rank - 1 && yPred[^1] == 1) return b.Call($"{name}/labels", new Reshape([.. Ints.Repeat(0, yTrue.Shape.Rank), 1]), yTrue);
        if (yTrue.Shape.Rank != yPred.Rank || !LabelCheck.Fits(yTrue.Shape, yPred)) throw LabelCheck.Mismatch(this, yTrue.Shape, yPred, s => new ShapeException(s));
        return yTrue;
    }

    private static Node Spread(Formula f, Node weight, Shape losses)
    {
        var rank = weight.Shape.Rank;
        if (rank == losses.Rank + 1 && weight.Shape[^1] == 1) return f.Call(new Reshape(Ints.Repeat(0, losses.Rank)), weight);
        if (rank == 0 || rank > losses.Rank) throw new ShapeException($"Sample weights of shape {weight.Shape} do not fit losses of shape {losses}; expected one weight per sample.");
        return rank == losses.Rank ? weight : f.Call(new Reshape([.. Ints.Repeat(0, rank), .. Ints.Repeat(1, losses.Rank - rank)]), weight);
    }
}
