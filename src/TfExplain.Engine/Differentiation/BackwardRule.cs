using System.Collections.Immutable;

namespace TfExplain.Engine.Differentiation;

/// <summary>
/// What flows backward through each operation: an ordered table of (predicate on the operation, rule), of which the first
/// match counts; an operation that nothing matches takes its ordinary derivative. Rules see graph operations, so a reused
/// ReLU, a functional addition and a folded batch normalisation need no special care.
/// </summary>
/// <param name="Name">The name in receipts, e.g. <c>guided</c>.</param>
/// <param name="Entries">The table.</param>
public sealed record BackwardRule(string Name, ImmutableArray<BackwardRule.Entry> Entries)
{
    /// <summary>A line of the table.</summary>
    /// <param name="Matches">Which operations the line is for.</param>
    /// <param name="Apply">Sets the cotangents of the inputs.</param>
    public sealed record Entry(Func<Operation, bool> Matches, Action<BackwardScope> Apply);

    /// <summary>The ordinary derivative: reverse-mode differentiation.</summary>
    public static BackwardRule Gradient { get; } = new("gradient", []);

    /// <summary>
    /// Guided back-propagation: at an activation, only positive cotangents pass, times the ordinary derivative:
    /// <c>r_in = f'(x) * max(r_out, 0)</c>. For ReLU that is <c>1[x > 0] * 1[r_out > 0] * r_out</c>, for ReLU6 the forward gate is 0 &lt; x &lt; 6;
    /// leaky ReLU, ELU, swish and GELU keep their own derivative behind the gate. Sigmoid, tanh and softmax take the ordinary derivative.
    /// (Springenberg et al., 2014, arXiv 1412.6806.)
    /// </summary>
    public static BackwardRule Guided { get; } = new("guided",
    [
        new(IsRectifier, scope =>
        {
            scope.Cotangent = scope.Call(Operations.Unary.Relu, scope.Cotangent);
            scope.Node.Operation.Backward(scope);
        }),
    ]);

    /// <summary>
    /// Deconvnet: at an activation <c>r_in = max(r_out, 0)</c>, whatever the forward value was; ReLU6, leaky ReLU, ELU, swish and GELU
    /// are treated alike. Sigmoid, tanh and softmax take the ordinary derivative; max pooling goes through its switches.
    /// (Zeiler and Fergus, 2013, arXiv 1311.2901.)
    /// </summary>
    public static BackwardRule Deconvnet { get; } = new("deconvnet",
    [
        new(IsRectifier, scope => { if (scope.Wants(0)) scope.Set(0, scope.Call(Operations.Unary.Relu, scope.Cotangent)); }),
    ]);

    internal void Apply(BackwardScope scope)
    {
        foreach (var entry in Entries)
        {
            if (!entry.Matches(scope.Node.Operation)) continue;
            entry.Apply(scope);
            return;
        }
        scope.Node.Operation.Backward(scope);
    }

    private static bool IsRectifier(Operation operation) => operation is Operations.IActivation { IsRectifier: true };
}
