namespace TfExplain.Engine.Operations;

/// <summary>h[t] = f(zx[t] + h[t-1] R), f the activation. One gate, one state.</summary>
public sealed record SimpleRnn(Activation Activation) : Recurrent(Activation)
{
    internal override int Gates => 1;

    internal override int Work => 1;

    internal override void Step(RecurrentStep step, Span<float> next, Span<float> work)
    {
        step.Projection.CopyTo(work);
        step.AddProduct(step.Previous, 0, work);
        Activation.Apply(work, next);
    }

    internal override void StepBack(RecurrentStep step, ReadOnlySpan<float> next, ReadOnlySpan<float> work, Span<float> d, Span<float> row)
    {
        d.CopyTo(row);
        Activation.MultiplySlope(work, next, row);
        d.Clear();
        step.AddTransposedProduct(row, 0, d);
    }
}
