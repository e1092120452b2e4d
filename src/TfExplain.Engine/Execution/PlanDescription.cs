using System.Collections.Immutable;
using System.Text;

namespace TfExplain.Engine.Execution;

/// <summary>One operation that a plan will run.</summary>
/// <param name="Name">The value it computes.</param>
/// <param name="Operation">The operation with what is fused into it.</param>
/// <param name="Shape">The value's shape.</param>
/// <param name="Flops">Arithmetic operations.</param>
/// <param name="Bytes">The value's size.</param>
public sealed record PlanStep(string Name, string Operation, Shape Shape, long Flops, long Bytes);

/// <summary>What a plan will do, known before anything runs.</summary>
/// <param name="Steps">The operations in order.</param>
/// <param name="PeakBytes">The memory that one run takes besides the weights.</param>
public sealed record PlanDescription(ImmutableArray<PlanStep> Steps, long PeakBytes)
{
    /// <summary>Arithmetic operations of one run.</summary>
    public long Flops => Steps.Sum(s => s.Flops);

    /// <summary>A table, one operation a line, and the totals.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
            text.AppendLine($"{step.Name,-48} {step.Operation,-36} {step.Shape,-20} {step.Flops / 1e6,10:F2} MFLOP {step.Bytes / 1024.0,10:F0} KiB");
        return text.AppendLine($"{Steps.Length} operations, {Flops / 1e9:F2} GFLOP, {PeakBytes / 1048576.0:F1} MiB").ToString();
    }
}
