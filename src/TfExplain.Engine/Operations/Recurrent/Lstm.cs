using static System.Numerics.Tensors.TensorPrimitives;

namespace TfExplain.Engine.Operations;

/// <summary>
/// i, f, o = g(zx + h[t-1] R) and k = a(zx + h[t-1] R); c[t] = f c[t-1] + i k; h[t] = o a(c[t]). Gates in the order i, f, k, o; states h, c.
/// (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000.)
/// </summary>
/// <param name="Activation">a, of the candidate k and of the cell.</param>
/// <param name="RecurrentActivation">g, of the gates.</param>
public sealed record Lstm(Activation Activation, Activation RecurrentActivation) : Recurrent(Activation)
{
    internal override int Gates => 4;

    internal override int States => 2;

    // Sums before the activations, the four activated gates, a(c).
    internal override int Work => 9;

    internal override void Step(RecurrentStep step, Span<float> next, Span<float> work)
    {
        Span<float> sums = step.Block(work, 0, 4), gates = step.Block(work, 4, 4), activated = step.Block(work, 8);
        step.Projection.CopyTo(sums);
        step.AddProduct(step.Block(step.Previous, 0), 0, sums);
        RecurrentActivation.Apply(step.Block(sums, 0, 2), step.Block(gates, 0, 2));
        Activation.Apply(step.Block(sums, 2), step.Block(gates, 2));
        RecurrentActivation.Apply(step.Block(sums, 3), step.Block(gates, 3));

        Span<float> h = step.Block(next, 0), c = step.Block(next, 1);
        Multiply(step.Block(gates, 0), step.Block(gates, 2), activated);
        Multiply(step.Block(gates, 1), step.Block(step.Previous, 1), c);
        Add(c, activated, c);
        Activation.Apply(c, activated);
        Multiply(step.Block(gates, 3), activated, h);
    }

    internal override void StepBack(RecurrentStep step, ReadOnlySpan<float> next, ReadOnlySpan<float> work, Span<float> d, Span<float> row)
    {
        ReadOnlySpan<float> sums = step.Block(work, 0, 4), gates = step.Block(work, 4, 4), activated = step.Block(work, 8);
        Span<float> dh = step.Block(d, 0), dc = step.Block(d, 1);
        Multiply(dh, activated, step.Block(row, 3));
        Multiply(dh, step.Block(gates, 3), dh);
        Activation.MultiplySlope(step.Block(next, 1), activated, dh);
        Add(dc, dh, dc);

        Multiply(dc, step.Block(gates, 2), step.Block(row, 0));
        Multiply(dc, step.Block(step.Previous, 1), step.Block(row, 1));
        Multiply(dc, step.Block(gates, 0), step.Block(row, 2));
        Multiply(dc, step.Block(gates, 1), dc);
        RecurrentActivation.MultiplySlope(step.Block(sums, 0, 2), step.Block(gates, 0, 2), step.Block(row, 0, 2));
        Activation.MultiplySlope(step.Block(sums, 2), step.Block(gates, 2), step.Block(row, 2));
        RecurrentActivation.MultiplySlope(step.Block(sums, 3), step.Block(gates, 3), step.Block(row, 3));
        dh.Clear();
        step.AddTransposedProduct(row, 0, dh);
    }
}
