using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>y = f(x) for every element.</summary>
public sealed record Unary<TFunction>(TFunction Function) : Operation, IActivation where TFunction : struct, IFunction
{
    /// <inheritdoc/>
    public override string Kind => typeof(TFunction).Name;

    /// <inheritdoc/>
    public bool IsRectifier => TFunction.IsRectifier;

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override bool CanOverwrite(int input) => true;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        Vectorized.For(context.Pool, y.Length, (start, count) => Vectorized.Map(Function, x.Span.Slice(start, count), y.Span.Slice(start, count)));
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0))
            scope.Set(0, scope.Call(new UnaryGradient<TFunction>(Function), TFunction.SlopeReadsOutput ? scope.Node : scope.Input(0), scope.Cotangent));
    }
}

/// <summary>dx = f'(v) dy, where v is x or y as the function's slope wants.</summary>
public sealed record UnaryGradient<TFunction>(TFunction Function) : Operation where TFunction : struct, IFunction
{
    /// <inheritdoc/>
    public override string Kind => typeof(TFunction).Name + "Gradient";

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[1];

    /// <inheritdoc/>
    public override bool CanOverwrite(int input) => true;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView v = context.Input(0), dy = context.Input(1), dx = context.Output;
        Vectorized.For(context.Pool, dx.Length, (start, count) =>
            Vectorized.MapSlope(Function, v.Span.Slice(start, count), dy.Span.Slice(start, count), dx.Span.Slice(start, count)));
    }
}

/// <summary>Frequent element-wise operations.</summary>
public static class Unary
{
    /// <summary>max(x, 0).</summary>
    public static Operation Relu { get; } = new Unary<Relu>(new(float.PositiveInfinity));

    /// <summary>min(max(x, 0), 6).</summary>
    public static Operation Relu6 { get; } = new Unary<Relu>(new(6));

    /// <summary>The operation of a function.</summary>
    public static Operation Of<TFunction>(TFunction function = default) where TFunction : struct, IFunction => new Unary<TFunction>(function);
}
