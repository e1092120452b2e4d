using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>The present value of a weight.</summary>
public sealed record ParameterValue(Parameter Parameter) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Parameter.Shape;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) => throw new InvalidOperationException("A weight is stored, not computed.");

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
