using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution.Incremental;

/// <summary>
/// Rewrites a network's graph for a batch of copies of one image that differ from it in a rectangle: window operations and element-wise ones compute only the outputs
/// that see a change, on crops of the image's stored values with the change pasted in; everything else is computed whole.
/// (After Nakandala, Kumar and Papakonstantinou, 2019, "Incremental and approximate inference for faster occlusion-based deep CNN explanations".)
/// </summary>
internal sealed class IncrementalGraph
{
    // A crop this large a part of the whole costs more in copying than it saves.
    private const double WorthCropping = 0.7;
    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<Node, (Node Value, Footprint? Changed)> _values = [];
    private readonly Dictionary<Node, (Node Value, Parameter Memory)> _stored = [];
    private readonly HashSet<Node> _fixed = [];
    private readonly int _batch;

    private IncrementalGraph(int batch) => _batch = batch;

    /// <summary>The changed rectangles of the input, [B,h,w,C].</summary>
    public Node Patches { get; private set; } = null!;

    /// <summary>The places that each <see cref="Assemble"/> needs: its input, the region's footprint, the rectangle's.</summary>
    public List<(Node Input, Footprint Region, Footprint Changed)> Places { get; } = [];

    /// <summary>The image's values that must be known: the node of the network, and the memory that takes its value.</summary>
    public IEnumerable<(Node Node, Parameter Memory)> Stored => _stored.Select(s => (s.Key, s.Value.Memory));

    /// <summary>The outputs of the network for each copy.</summary>
    public IReadOnlyList<Node> Outputs { get; private set; } = [];

    /// <summary>Rewrites a graph whose shapes are known for a batch of one.</summary>
    public static IncrementalGraph Build(IReadOnlyList<Node> order, Node input, IReadOnlyList<Node> outputs, Footprint patches, int batch)
    {
        var graph = new IncrementalGraph(batch);
        graph.Patches = graph._builder.Input("patches", [batch, patches.Height, patches.Width, input.Shape[3]]);
        foreach (var node in order)
        {
            if (node != input && node.Inputs.All(graph.IsFixed)) graph._fixed.Add(node);
            graph._values[node] = node == input ? (graph.Patches, patches)
                : graph.IsFixed(node) ? (graph._builder.Call(node.Name, node.Operation, [.. node.Inputs.Select(i => graph._values[i].Value)]), null)
                : graph.Rewrite(node);
        }
        graph.Outputs = [.. outputs.Select(graph.Whole)];
        return graph;
    }

    private bool IsFixed(Node node) => _fixed.Contains(node);

    private (Node, Footprint?) Rewrite(Node node)
    {
        switch (node.Operation)
        {
            case Operations.Convolution { Strides.Count: 2 } convolution:
                return Window(node, convolution.Windows(node.Inputs[1].Shape), 0, convolution with { Padding = Padding.Valid });
            case MaxPool { Windows.Size.Count: 2 } pool:
                return Window(node, pool.Windows, float.NegativeInfinity, new MaxPool(pool.Windows with { Padding = Padding.Valid }));
            case AveragePool { Windows: { Size.Count: 2, Padding.Kind: PaddingKind.Valid } windows }:
                return Window(node, windows, 0, node.Operation);
            case Pad { Value: var value } pad when node.Shape.Rank == 4 && pad.Before[0] == 0 && pad.After[0] == 0 && pad.Before[3] == 0 && pad.After[3] == 0
                    && pad.Before[1] >= 0 && pad.Before[2] >= 0 && pad.After[1] >= 0 && pad.After[2] >= 0 && Changed(node.Inputs[0]) is { } changed && !float.IsNaN(value):
                return (_values[node.Inputs[0]].Value, changed.Shifted(pad.Before[1], pad.Before[2]));
            case Identity or IActivation or Binary or Concat:
                return Pointwise(node);
            default:
                return Full(node);
        }
    }

    private (Node, Footprint?) Window(Node node, Windows windows, float outside, Operation valid)
    {
        if (Changed(node.Inputs[0]) is not { } changed || !node.Inputs.Skip(1).All(IsFixed)) return Full(node);
        var reached = changed.Through(windows, node.Inputs[0].Shape, node.Shape);
        if (reached.Height * (double)reached.Width > WorthCropping * node.Shape[1] * node.Shape[2]) return Full(node);
        var crop = Crop(node.Inputs[0], reached.Seen(windows, node.Inputs[0].Shape), outside);
        return (_builder.Call(node.Name, valid, [crop, .. node.Inputs.Skip(1).Select(i => _values[i].Value)]), reached);
    }

    /// <summary>Element-wise operations and concatenations of channels: on the union of what changed.</summary>
    private (Node, Footprint?) Pointwise(Node node)
    {
        var variable = node.Inputs.Where(i => !IsFixed(i)).ToList();
        var sameMap = variable.TrueForAll(i => i.Shape.Rank == 4 && node.Shape.Rank == 4 && i.Shape[1] == node.Shape[1] && i.Shape[2] == node.Shape[2] && Changed(i) is not null)
            && (node.Operation is not Concat concat || node.Shape.Axis(concat.Axis) == 3)
            && node.Inputs.Where(IsFixed).All(i => i.Shape.Rank < 3 || (i.Shape[^2] == 1 && i.Shape[^3] == 1) || i.Shape.Count == 1);
        if (!sameMap) return Full(node);
        var union = variable.Select(i => Changed(i)!).Aggregate((a, b) => a.SameAs(b) ? a : a.Union(b, node.Shape));
        return (_builder.Call(node.Name, node.Operation, [.. node.Inputs.Select(i => IsFixed(i) ? _values[i].Value : Crop(i, union, 0))]), union);
    }

    private (Node, Footprint?) Full(Node node) => (_builder.Call(node.Name, Batched(node), [.. node.Inputs.Select(Whole)]), null);

    /// <summary>The operation for the whole batch: a reshape that was made for known shapes keeps the first axis.</summary>
    private static Operation Batched(Node node) => node.Operation is Reshape { Target: { Count: > 0 } target } && target[0] == 1 && node.Inputs[0].Shape[0] == 1
        ? new Reshape([0, .. target.Skip(1)])
        : node.Operation;

    private Footprint? Changed(Node node) => _values[node].Changed;

    private Node Whole(Node node) => Changed(node) is { } changed ? Crop(node, changed.Whole(node.Shape), 0) : _values[node].Value;

    private Node Crop(Node node, Footprint region, float outside)
    {
        var (value, changed) = _values[node];
        if (changed is null || changed.SameAs(region)) return value;
        var places = _builder.Input("places", [_batch, 4]);
        Places.Add((places, region, changed));
        if (!_stored.TryGetValue(node, out var stored))
        {
            var memory = new Parameter($"{node.Name}/stored", node.Shape, trainable: false);
            _stored[node] = stored = (_builder.Parameter(memory), memory);
        }
        return _builder.Call($"{node.Name}/crop", new Assemble(region.Height, region.Width, outside), value, stored.Value, places);
    }
}
