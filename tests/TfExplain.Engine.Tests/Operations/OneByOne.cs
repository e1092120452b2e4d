using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>Evaluates a graph the slow and obvious way: every operation by itself, into memory of its own.</summary>
internal sealed class OneByOne : IDisposable
{
    private readonly Dictionary<Node, TensorView> _views = [];
    private readonly List<NativeBuffer> _buffers = [];

    public void Give(Node input, ReadOnlySpan<float> values) => values.CopyTo(New(input).Span);

    public float[] Value(Node output)
    {
        foreach (var node in Node.Sort(output))
        {
            if (_views.ContainsKey(node)) continue;
            if (node.Operation is ParameterValue parameter) _views[node] = parameter.Parameter.View;
            else if (node.Operation is Constant constant) _views[node] = constant.View;
            else
            {
                var inputs = node.Inputs.Select(i => _views[i]).ToArray();
                var scratch = new NativeBuffer(node.Operation.Scratch([.. node.Inputs.Select(i => i.Shape)], node.Shape));
                _buffers.Add(scratch);
                node.Operation.Forward(new(inputs, New(node), scratch.View([(int)scratch.Length])));
            }
        }
        return _views[output].Span.ToArray();
    }

    /// <summary>The cotangents of some values from those of others, on the graph as it was built.</summary>
    public float[]?[] Gradients(GraphBuilder builder, Node[] seeds, float[][] cotangents, Node[] wrt)
    {
        Node[] given = [.. seeds.Select(s => builder.Input("seed", s.Shape))];
        for (var i = 0; i < given.Length; i++) Give(given[i], cotangents[i]);
        return [.. Differentiator.Backward(builder, [.. seeds.Zip(given)], wrt, BackwardRule.Gradient).Select(g => g is null ? null : Value(g))];
    }

    public void Dispose() => _buffers.ForEach(b => b.Dispose());

    private TensorView New(Node node)
    {
        var buffer = new NativeBuffer(node.Shape.Count);
        _buffers.Add(buffer);
        return _views[node] = buffer.View(node.Shape);
    }
}
