using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>A penalty on a weight that is added to the loss.</summary>
public abstract partial record Regularizer
{
    /// <summary>The penalty, of shape [].</summary>
    /// <exception cref="ShapeException">The weight has a shape that the penalty is not defined for.</exception>
    public Node Build(GraphBuilder b, string name, Node weight) => Penalty(new(b, name), weight);

    private protected abstract Node Penalty(Formula f, Node weight);
}
