using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// Random numbers that change from step to step: uniform of [0, 1), or normal with mean 0 and deviation 1. Element e in step t is a function of (seed, name, t, e)
/// alone, so the same for any number of threads. Inputs: x, of which only the shape counts; step [2], the number of the step in base 2^24, high digit last.
/// Output: x's extents at the axes where <paramref name="Fresh"/> is 1, else 1.
/// </summary>
/// <param name="Seed">The seed of all random numbers of a training run.</param>
/// <param name="Name">Tells the operations of one graph apart.</param>
/// <param name="IsNormal">Normal instead of uniform numbers.</param>
/// <param name="Fresh">For each axis of x, 1 if numbers differ along it, 0 if they are shared; all differ if empty.</param>
public sealed record RandomValues(int Seed, string Name, bool IsNormal, Ints Fresh) : Operation
{
    /// <summary>The base of the digits that a step's number is given in: each is a whole number that float32 holds exactly.</summary>
    public const int StepBase = 1 << 24;

    /// <inheritdoc/>
    public override string Kind => IsNormal ? "RandomNormal" : "RandomUniform";

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (Fresh.Count != 0 && Fresh.Count != inputs[0].Rank) throw new ShapeException($"expected {Fresh.Count} axes, found {inputs[0]}.");
        var shape = inputs[0].Span.ToArray();
        for (var axis = 0; axis < Fresh.Count; axis++)
            if (Fresh[axis] == 0) shape[axis] = 1;
        return Shape.Create(shape);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        var step = context.Input(1).Span;
        var random = CounterRandom.Of(Seed).Part(Name).Part((long)step[0] + (long)step[1] * StepBase);
        var y = context.Output;
        Vectorized.For(context.Pool, y.Length, (start, count) =>
        {
            var part = y.Span.Slice(start, count);
            if (IsNormal) random.Normal(part, 1, start);
            else random.Uniform(part, 0, 1, start);
        });
    }

    /// <inheritdoc/>
    public override void Backward(Differentiation.BackwardScope scope)
    {
        // Random numbers do not depend on x.
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 8 * output.Count;
}
