using TfExplain.Engine.Differentiation;
using static System.Numerics.Tensors.TensorPrimitives;

namespace TfExplain.Engine.Operations;

/// <summary>
/// u = h[t-1] R + recurrent bias; z, r = g(zx + u); k = a(zx + r u); h[t] = z h[t-1] + (1 - z) k: the reset gate acts after the product.
/// Gates in the order z, r, k. (Keras: <c>reset_after=True</c>, as in cuDNN.)
/// </summary>
/// <param name="Activation">a, of the candidate k.</param>
/// <param name="RecurrentActivation">g, of the gates.</param>
/// <param name="HasRecurrentBias">Whether the recurrent bias [3 units] is given as an input.</param>
public sealed record GruResetAfter(Activation Activation, Activation RecurrentActivation, bool HasRecurrentBias = true) : Recurrent(Activation)
{
    internal override int Gates => 3;

    // u, sums before the activations, activated gates.
    internal override int Work => 9;

    // Of the projection, then of u.
    internal override int Cotangents => 6;

    internal override bool TakesBias => HasRecurrentBias;

    internal override void Step(RecurrentStep step, Span<float> next, Span<float> work)
    {
        Span<float> inner = step.Block(work, 0, 3), sums = step.Block(work, 3, 3), gates = step.Block(work, 6, 3);
        if (HasRecurrentBias) step.Bias.CopyTo(inner);
        else inner.Clear();
        step.AddProduct(step.Previous, 0, inner);
        Add(step.Block(step.Projection, 0, 2), step.Block(inner, 0, 2), step.Block(sums, 0, 2));
        RecurrentActivation.Apply(step.Block(sums, 0, 2), step.Block(gates, 0, 2));
        Multiply(step.Block(gates, 1), step.Block(inner, 2), step.Block(sums, 2));
        Add(step.Block(step.Projection, 2), step.Block(sums, 2), step.Block(sums, 2));
        Activation.Apply(step.Block(sums, 2), step.Block(gates, 2));
        Gru.Interpolate(step.Block(gates, 0), step.Previous, step.Block(gates, 2), next);
    }

    internal override void StepBack(RecurrentStep step, ReadOnlySpan<float> next, ReadOnlySpan<float> work, Span<float> d, Span<float> row)
    {
        ReadOnlySpan<float> inner = step.Block(work, 0, 3), sums = step.Block(work, 3, 3), gates = step.Block(work, 6, 3);
        Span<float> outer = step.Block(row, 0, 3), product = step.Block(row, 3, 3);
        Gru.InterpolateBack(step.Block(gates, 0), step.Previous, step.Block(gates, 2), d, step.Block(outer, 0), step.Block(outer, 2));
        Activation.MultiplySlope(step.Block(sums, 2), step.Block(gates, 2), step.Block(outer, 2));
        Multiply(step.Block(outer, 2), step.Block(inner, 2), step.Block(outer, 1));
        RecurrentActivation.MultiplySlope(step.Block(sums, 0, 2), step.Block(gates, 0, 2), step.Block(outer, 0, 2));
        step.Block(outer, 0, 2).CopyTo(product);
        Multiply(step.Block(outer, 2), step.Block(gates, 1), step.Block(product, 2));
        step.AddTransposedProduct(product, 0, d);
    }

    private protected override Node KernelCotangent(BackwardScope scope, Node rows) =>
        scope.Call(new MatMul(TransposeA: true), PreviousOutputs(scope), Columns(scope, rows, 3, 3));

    private protected override Node BiasCotangent(BackwardScope scope, Node rows) =>
        scope.Call(new Reduce(ReduceKind.Sum, [0]), Columns(scope, rows, 3, 3));
}
