namespace TfExplain.Engine.Operations;

/// <summary>
/// A broadcast of two operands cut into runs: within one, each operand advances by <see cref="StepA"/> or <see cref="StepB"/> (0 or 1).
/// Neighbouring axes that broadcast alike are merged, so equal shapes are a single run.
/// </summary>
internal sealed class BroadcastRuns
{
    private readonly int[] _extents;
    private readonly int[] _stridesA;
    private readonly int[] _stridesB;

    private BroadcastRuns(List<(int Extent, int A, int B)> axes)
    {
        (Length, StepA, StepB) = axes[^1];
        axes.RemoveAt(axes.Count - 1);
        _extents = [.. axes.Select(a => a.Extent)];
        _stridesA = [.. axes.Select(a => a.A)];
        _stridesB = [.. axes.Select(a => a.B)];
        Count = _extents.Aggregate(1, (product, extent) => product * extent);
    }

    public int Count { get; }

    public int Length { get; }

    public int StepA { get; }

    public int StepB { get; }

    public static BroadcastRuns Of(Shape a, Shape b, Shape y)
    {
        var axes = new List<(int Extent, int A, int B)>();
        int strideA = 1, strideB = 1;
        for (var axis = 1; axis <= y.Rank; axis++)
        {
            var extent = y[^axis];
            var extentA = axis <= a.Rank ? a[^axis] : 1;
            var extentB = axis <= b.Rank ? b[^axis] : 1;
            if (extent != 1)
            {
                var stepA = extentA == 1 ? 0 : strideA;
                var stepB = extentB == 1 ? 0 : strideB;
                if (axes.Count > 0 && Continues(axes[0].Extent, axes[0].A, stepA) && Continues(axes[0].Extent, axes[0].B, stepB))
                    axes[0] = (axes[0].Extent * extent, axes[0].A, axes[0].B);
                else
                    axes.Insert(0, (extent, stepA, stepB));
            }
            strideA *= extentA;
            strideB *= extentB;
        }
        if (axes.Count == 0) axes.Add((1, 1, 1));
        return new(axes);
    }

    public (int A, int B) Offsets(int run)
    {
        int a = 0, b = 0;
        for (var axis = _extents.Length - 1; axis >= 0; axis--)
        {
            (run, var index) = Math.DivRem(run, _extents[axis]);
            a += index * _stridesA[axis];
            b += index * _stridesB[axis];
        }
        return (a, b);
    }

    private static bool Continues(int extent, int inner, int outer) => inner == 0 ? outer == 0 : outer == inner * extent;
}
