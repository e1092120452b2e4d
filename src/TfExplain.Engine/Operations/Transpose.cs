using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The axes in another order: axis i of the output is axis Permutation[i] of the input.</summary>
public sealed record Transpose(Ints Permutation) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var x = inputs[0];
        if (!Permutation.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
            throw new ShapeException($"{Permutation} does not order the {x.Rank} axes of {x}.");
        return Shape.Create([.. Permutation.Select(axis => x[axis])]);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) => Kernels.Permutation.Copy(context.Input(0), Permutation, context.Output, context.Pool);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        var inverse = new int[Permutation.Count];
        for (var axis = 0; axis < inverse.Length; axis++) inverse[Permutation[axis]] = axis;
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Transpose(Ints.Create(inverse)), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
