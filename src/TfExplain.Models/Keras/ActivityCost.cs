using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;
using TfExplain.Training;

namespace TfExplain.Models.Keras;

/// <summary>A layer's <c>activity_regularizer</c>: a penalty on its output, in Keras 2 divided by the batch size.</summary>
internal sealed record ActivityCost(JsonElement Stored, bool IsKeras2)
{
    /// <summary>Adds the penalty on an output to the loss. It is read only now: a model may predict whose penalties are not known.</summary>
    public void AddTo(LayerCall call, Node output)
    {
        var regularizer = Regularizer.Read(Stored);
        if (regularizer is not null) AddTo(call, call.Apply("activity_regularizer", (builder, name) => regularizer.Build(builder, name, output)), output, IsKeras2);
    }

    /// <summary>Adds a penalty to the loss, in Keras 2 divided by the number of samples of <paramref name="x"/>.</summary>
    public static void AddTo(LayerCall call, Node penalty, Node x, bool isKeras2) => call.AddLoss(isKeras2 ? call.Apply(new Divide(), penalty, call.Apply(new BatchSize(), x)) : penalty);

    private sealed record BatchSize : Operation
    {
        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [];

        public override void Forward(Engine.Execution.ForwardContext context) => context.Output.Span[0] = context.Input(0).Shape[0];

        public override void Backward(Engine.Differentiation.BackwardScope scope)
        {
            // The batch size does not depend on x.
        }
    }
}
