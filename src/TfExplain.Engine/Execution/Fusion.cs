using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>
/// Replaces each convolution by its packed form and draws what follows it (a residual addition, a clipping activation, on the way back the derivative of one) into its
/// epilogue, where nobody asks for the value between.
/// </summary>
internal static class Fusion
{
    public static void Apply(PlanGraph graph, IReadOnlyCollection<Node> wanted) =>
        graph.Rewrite(wanted, (node, uses) => node.Operation switch
        {
            Convolution convolution => Pack(graph, node, new PackedConvolution(convolution)),
            ConvolutionTranspose transpose => Pack(graph, node, new PackedConvolution(transpose)),
            Add => Residual(node, 0, uses) ?? Residual(node, 1, uses) ?? node,
            Unary<Relu> relu when node.Inputs[0] is { Operation: IClampable clampable } linear && uses(linear) == 1 && clampable.Clamp(relu.Function.Max) is { } clamped
                => new Node(node.Name, clamped, [.. linear.Inputs]),
            UnaryGradient<Relu> gradient when node.Inputs[1] is { Operation: PackedConvolution { IsPlain: true } packed } linear && uses(linear) == 1 && node.Inputs[0] != linear
                => new Node(node.Name, packed with { HasGate = true, Low = 0, High = gradient.Function.Max }, [.. linear.Inputs, node.Inputs[0]]),
            _ => node,
        });

    private static Node Pack(PlanGraph graph, Node node, PackedConvolution packed)
    {
        var kernel = node.Inputs[1];
        packed = packed.For(node.Inputs[0].Shape, kernel.Shape, node.Shape);
        var layout = graph.Builder.Call($"{node.Name}/packed", packed.Packing, kernel);
        return new Node(node.Name, packed, [node.Inputs[0], layout, .. node.Inputs.Skip(2)]);
    }

    private static Node? Residual(Node node, int side, Func<Node, int> uses)
    {
        Node linear = node.Inputs[side], other = node.Inputs[1 - side];
        if (linear.Operation is not PackedConvolution { HasResidual: false, IsPlain: true } packed) return null;
        if (uses(linear) != 1 || other.Shape != linear.Shape || other == linear) return null;
        return new Node(node.Name, packed with { HasResidual = true }, [.. linear.Inputs, other]);
    }
}
