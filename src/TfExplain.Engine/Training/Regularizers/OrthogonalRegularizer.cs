using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Regularizers;

/// <summary>Factor times the mean over all pairs of rows (or columns) of the magnitude of the cosine of their angle; 0 for a single row. For matrices.</summary>
public sealed record OrthogonalRegularizer : Regularizer
{
    /// <summary>A penalty of this strength.</summary>
    public OrthogonalRegularizer(float factor = 0.01f, OrthogonalMode mode = OrthogonalMode.Rows) => (Factor, Mode) = (factor, mode);

    /// <summary>The strength.</summary>
    public float Factor { get; init => field = Check.NotNegative(value); }

    /// <summary>Whether rows or columns shall be orthogonal.</summary>
    public OrthogonalMode Mode { get; init; }

    private protected override Node Penalty(Formula f, Node weight)
    {
        if (weight.Shape.Rank != 2) throw new ShapeException($"The orthogonal regulariser is for matrices; '{weight.Name}' has shape {weight.Shape}.");
        var rows = Mode == OrthogonalMode.Rows ? weight : f.Call(new Transpose([1, 0]), weight);
        var unit = L2Normalize.Build(f.Builder, $"{f.Name}/unit", rows, [1]);
        var cosines = f.Call(new MatMul(), unit, f.Call(new Transpose([1, 0]), unit));
        var size = rows.Shape[0];
        var others = new float[checked(size * size)];
        for (var i = 0; i < others.Length; i++) others[i] = i % (size + 1) == 0 ? 0 : 1;
        var masked = f.Multiply(f.Of<Abs>(cosines), f.Builder.Constant($"{f.Name}/others", [size, size], others));
        return f.Multiply(f.Sum(masked, []), size == 1 ? 0 : Factor / ((float)size * (size - 1)));
    }
}
