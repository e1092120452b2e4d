using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>A fixed value. Two constants are equal when they share their memory.</summary>
public sealed record Constant : Operation
{
    private readonly NativeBuffer _buffer;

    internal Constant(NativeBuffer buffer, Shape shape)
    {
        _buffer = buffer;
        Shape = shape;
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    internal TensorView View => _buffer.View(Shape);

    /// <summary>A constant with the given values in row-major order.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape.</exception>
    public static Constant Of(Shape shape, ReadOnlySpan<float> values)
    {
        if (shape.Count != values.Length) throw new ShapeException($"A constant of shape {shape} takes {shape.Count} values; {values.Length} were given.");
        var buffer = new NativeBuffer(values.Length);
        values.CopyTo(buffer.View(shape).Span);
        return new(buffer, shape);
    }

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) => throw new InvalidOperationException("A constant is stored, not computed.");

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
