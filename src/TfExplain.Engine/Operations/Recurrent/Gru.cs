using TfExplain.Engine.Differentiation;
using static System.Numerics.Tensors.TensorPrimitives;

namespace TfExplain.Engine.Operations;

/// <summary>
/// z, r = g(zx + h[t-1] R); k = a(zx + (r h[t-1]) R); h[t] = z h[t-1] + (1 - z) k: the reset gate acts before the product.
/// Gates in the order z, r, k. (Cho et al., 2014, arXiv 1406.1078; Keras: <c>reset_after=False</c>.)
/// </summary>
/// <param name="Activation">a, of the candidate k.</param>
/// <param name="RecurrentActivation">g, of the gates.</param>
public sealed record Gru(Activation Activation, Activation RecurrentActivation) : Recurrent(Activation)
{
    internal override int Gates => 3;

    // Sums before the activations, activated gates, r h[t-1].
    internal override int Work => 7;

    // Of the projection; then r h[t-1], which the kernel's cotangent needs.
    internal override int Cotangents => 4;

    internal override void Step(RecurrentStep step, Span<float> next, Span<float> work)
    {
        Span<float> sums = step.Block(work, 0, 3), gates = step.Block(work, 3, 3), reset = step.Block(work, 6);
        step.Projection.CopyTo(sums);
        step.AddProduct(step.Previous, 0, step.Block(sums, 0, 2));
        RecurrentActivation.Apply(step.Block(sums, 0, 2), step.Block(gates, 0, 2));
        Multiply(step.Block(gates, 1), step.Previous, reset);
        step.AddProduct(reset, 2, step.Block(sums, 2));
        Activation.Apply(step.Block(sums, 2), step.Block(gates, 2));
        Interpolate(step.Block(gates, 0), step.Previous, step.Block(gates, 2), next);
    }

    internal override void StepBack(RecurrentStep step, ReadOnlySpan<float> next, ReadOnlySpan<float> work, Span<float> d, Span<float> row)
    {
        ReadOnlySpan<float> sums = step.Block(work, 0, 3), gates = step.Block(work, 3, 3), reset = step.Block(work, 6);
        var dReset = step.Block(row, 3);
        InterpolateBack(step.Block(gates, 0), step.Previous, step.Block(gates, 2), d, step.Block(row, 0), step.Block(row, 2));
        Activation.MultiplySlope(step.Block(sums, 2), step.Block(gates, 2), step.Block(row, 2));
        dReset.Clear();
        step.AddTransposedProduct(step.Block(row, 2), 2, dReset);
        Multiply(dReset, step.Previous, step.Block(row, 1));
        RecurrentActivation.MultiplySlope(step.Block(sums, 0, 2), step.Block(gates, 0, 2), step.Block(row, 0, 2));
        Multiply(dReset, step.Block(gates, 1), dReset);
        Add(d, dReset, d);
        step.AddTransposedProduct(step.Block(row, 0, 2), 0, d);
        reset.CopyTo(step.Block(row, 3));
    }

    /// <summary>dR of the gates from h[t-1], of the candidate from r h[t-1], side by side.</summary>
    private protected override Node KernelCotangent(BackwardScope scope, Node rows)
    {
        var units = scope.Input(1).Shape[0];
        var gates = scope.Call(new MatMul(TransposeA: true), PreviousOutputs(scope), Columns(scope, rows, 0, 2));
        var candidate = scope.Call(new MatMul(TransposeA: true), Columns(scope, rows, 3, 1), Columns(scope, rows, 2, 1));
        return scope.Call(new Add(), scope.Call(new Pad([0, 0], [0, units]), gates), scope.Call(new Pad([0, 2 * units], [0, 0]), candidate));
    }

    /// <summary>next = z previous + (1 - z) k.</summary>
    internal static void Interpolate(ReadOnlySpan<float> z, ReadOnlySpan<float> previous, ReadOnlySpan<float> k, Span<float> next)
    {
        Subtract(1, z, next);
        Multiply(next, k, next);
        MultiplyAdd(z, previous, next, next);
    }

    /// <summary>dz = d (previous - k), dk = d (1 - z), then d = d z.</summary>
    internal static void InterpolateBack(ReadOnlySpan<float> z, ReadOnlySpan<float> previous, ReadOnlySpan<float> k, Span<float> d, Span<float> dz, Span<float> dk)
    {
        Subtract(previous, k, dz);
        Multiply(dz, d, dz);
        Subtract(1, z, dk);
        Multiply(dk, d, dk);
        Multiply(d, z, d);
    }
}
