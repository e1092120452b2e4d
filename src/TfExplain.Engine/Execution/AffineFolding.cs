using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>
/// Moves fixed per-channel factors and offsets behind a convolution or dense layer into its weights (batch normalisation in inference is such
/// a pair), and zero padding before a convolution into its padding, where nobody asks for the value between.
/// </summary>
internal static class AffineFolding
{
    public static void Apply(PlanGraph graph, IReadOnlyCollection<Node> wanted) =>
        graph.Rewrite(wanted, (node, uses) => node.Operation switch
        {
            Multiply => Absorb(graph, node, uses) ?? node,
            Add or Subtract => Absorb(graph, node, uses) ?? node,
            Convolution convolution => AbsorbPadding(node, convolution) ?? node,
            _ => node,
        });

    private static Node? Absorb(PlanGraph graph, Node node, Func<Node, int> uses)
    {
        for (var side = 0; side < (node.Operation is Subtract ? 1 : 2); side++)
        {
            Node linear = node.Inputs[side], term = node.Inputs[1 - side];
            if (uses(linear) != 1 || !graph.IsFixed(term) || !IsPerChannel(term.Shape, linear.Shape) || linear.Shape != node.Shape) continue;
            var channels = Channels(linear);
            if (channels is null || !graph.IsFixed(linear.Inputs[1])) continue;
            var kernel = linear.Inputs[1];
            var bias = linear.Inputs.Length > 2 ? linear.Inputs[2] : null;
            var flat = graph.Builder.Call($"{node.Name}/term", new Reshape([-1]), term);
            Node Call(Operation operation, Node a, Node b) => graph.Builder.Call($"{linear.Name}/folded", operation, a, b);
            if (node.Operation is Multiply)
            {
                kernel = Call(new Multiply(), kernel, channels == -1 ? flat : graph.Builder.Call($"{node.Name}/term", new Reshape([-1, 1]), term));
                bias = bias is null ? null : Call(new Multiply(), bias, flat);
            }
            else
            {
                bias ??= graph.Builder.Constant($"{linear.Name}/bias", [linear.Shape[^1]], new float[linear.Shape[^1]]);
                bias = Call(node.Operation, bias, flat);
            }
            return bias is null
                ? new Node(node.Name, linear.Operation, linear.Inputs[0], kernel)
                : new Node(node.Name, linear.Operation, linear.Inputs[0], kernel, bias);
        }
        return null;
    }

    /// <summary>The kernel axis of the output channels, or null if the operation is not linear with a kernel.</summary>
    private static int? Channels(Node node) => node.Operation switch
    {
        Convolution or Dense => -1,
        // With groups the channels of one group alone lie on that axis.
        ConvolutionTranspose { Groups: 1 } => -2,
        _ => null,
    };

    private static bool IsPerChannel(Shape term, Shape value) =>
        term.Rank <= value.Rank && (term.Rank == 0 || ((term[^1] == value[^1] || term[^1] == 1) && term.Product(0, term.Rank - 1) == 1));

    private static Node? AbsorbPadding(Node node, Convolution convolution)
    {
        if (node.Inputs[0] is not { Operation: Pad { Value: 0 } pad } padded) return null;
        var rank = pad.Before.Count;
        if (pad.Before[0] != 0 || pad.After[0] != 0 || pad.Before[rank - 1] != 0 || pad.After[rank - 1] != 0) return null;
        if (pad.Before.Any(b => b < 0) || pad.After.Any(a => a < 0)) return null;
        var windows = convolution.Windows(node.Inputs[1].Shape);
        int[] before = new int[rank - 2], after = new int[rank - 2];
        for (var axis = 0; axis < rank - 2; axis++)
        {
            var own = convolution.Padding.Resolve(axis, padded.Shape[axis + 1], windows.Reach(axis), convolution.Strides[axis]);
            before[axis] = own.Before + pad.Before[axis + 1];
            after[axis] = own.After + pad.After[axis + 1];
        }
        var merged = convolution with { Padding = Padding.Explicit(Ints.Create(before), Ints.Create(after)) };
        return new Node(node.Name, merged, [padded.Inputs[0], .. node.Inputs.Skip(1)]);
    }
}
