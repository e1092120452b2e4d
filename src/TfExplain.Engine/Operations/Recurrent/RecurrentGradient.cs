using System.Numerics.Tensors;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>
/// Back-propagation through time. Inputs: the states, their cotangents, the inputs of <see cref="Recurrent"/>. Output [N, T + 1, blocks units]: for each
/// step what the cell's backward step writes, then a row that begins with the cotangents of the initial states.
/// </summary>
internal sealed record RecurrentGradient(Recurrent Recurrent) : Operation
{
    public override string Kind => Recurrent.Kind + "Gradient";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [inputs[0][0], inputs[0][1] + 1, Recurrent.Cotangents * inputs[3][0]];

    public override void Forward(ForwardContext context)
    {
        TensorView states = context.Input(0), dy = context.Input(1), rows = context.Output;
        var sequences = new RecurrentInputs(Recurrent, context, 2);
        int steps = states.Shape[1], state = states.Shape[2], width = rows.Shape[2], work = Recurrent.Work * sequences.Units;
        context.Pool.For(states.Shape[0], n =>
        {
            var own = context.Scratch.Span.Slice(n * (3 * state + work), 3 * state + work);
            Span<float> initial = own[..state], next = own.Slice(state, state), d = own.Slice(2 * state, state);
            sequences.CopyInitialState(n, initial);
            d.Clear();
            for (var t = steps - 1; t >= 0; t--)
            {
                TensorPrimitives.Add(d, dy.Span.Slice((n * steps + t) * state, state), d);
                var row = rows.Span.Slice((n * (steps + 1) + t) * width, width);
                if (sequences.IsMasked(n, t))
                {
                    row.Clear();
                    continue;
                }
                var step = sequences.Step(n, t, t > 0 ? states.Span.Slice((n * steps + t - 1) * state, state) : initial);
                Recurrent.Step(step, next, own[(3 * state)..]);
                Recurrent.StepBack(step, next, own[(3 * state)..], d, row);
            }
            var last = rows.Span.Slice((n * (steps + 1) + steps) * width, width);
            last.Clear();
            d.CopyTo(last);
        });
    }

    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => (long)output[0] * (3 * Recurrent.States + Recurrent.Work) * inputs[3][0];

    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 4 * inputs[2].Count * inputs[3][0];
}
