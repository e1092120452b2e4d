using TfExplain.Engine;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Models.Keras;

namespace TfExplain.Extensibility.Tests;

/// <summary>An operation of a stranger: y = factor x.</summary>
public sealed record ScaleBy(float Factor) : Operation
{
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        context.Pool.For(x.Shape[0], image =>
        {
            var length = x.Length / x.Shape[0];
            var source = x.Span.Slice(image * length, length);
            var target = y.Span.Slice(image * length, length);
            for (var i = 0; i < length; i++) target[i] = Factor * source[i];
        });
    }

    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new ScaleBy(Factor), scope.Cotangent));
    }
}

/// <summary>A Keras layer of a stranger.</summary>
public sealed record Doubler : Layer
{
    public static Doubler Read(LayerConfig config) => new();

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [call.Apply(new ScaleBy(2), call.Input)];
}
