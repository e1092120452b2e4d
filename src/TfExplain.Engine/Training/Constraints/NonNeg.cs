using TfExplain.Engine;

namespace TfExplain.Training.Constraints;

/// <summary>w = max(w, 0).</summary>
public sealed record NonNeg : Constraint
{
    /// <inheritdoc/>
    protected override void Project(Shape shape, Span<float> weight)
    {
        foreach (ref var value in weight)
            if (value < 0) value = 0;
    }
}
