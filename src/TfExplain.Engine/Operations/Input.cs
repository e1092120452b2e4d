using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>A value that a caller gives.</summary>
/// <param name="Shape">Its shape; a given input must match every known extent.</param>
public sealed record Input(Shape Shape) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) => throw new InvalidOperationException("An input is given, not computed.");

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
