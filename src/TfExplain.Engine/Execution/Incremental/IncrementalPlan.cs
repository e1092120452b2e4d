using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution.Incremental;

/// <summary>
/// Computes a network's outputs for copies of one image that differ from it in a rectangle, by recomputing only what the rectangle reaches. The numbers are those of the whole
/// computation up to rounding.
/// </summary>
public sealed class IncrementalPlan
{
    private const int LargestBatch = 8;
    private readonly Plan _plan;
    private readonly Footprint _patches;
    private readonly IReadOnlyList<(Node Input, Footprint Region, Footprint Changed)> _places;
    private readonly int _batch;

    private IncrementalPlan(Plan plan, IncrementalGraph graph, Footprint patches, int batch, double share)
    {
        _plan = plan;
        _places = graph.Places;
        _patches = patches;
        _batch = batch;
        Share = share;
    }

    /// <summary>The arithmetic per copy as a share of a whole forward pass.</summary>
    public double Share { get; }

    /// <summary>The top left corner of a copy's rectangle, moved inside the image where it would stick out.</summary>
    public (int Top, int Left) Corner(int copy) => (_patches.Tops[copy], _patches.Lefts[copy]);

    /// <summary>Compiles for one image and a list of rectangles of one size; runs one whole forward pass.</summary>
    /// <param name="session">The network's session.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="shape">The input's shape [1, H, W, C].</param>
    /// <param name="image">The image.</param>
    /// <param name="outputs">The values wanted.</param>
    /// <param name="corners">The top left corners of the rectangles.</param>
    /// <param name="height">Their height.</param>
    /// <param name="width">Their width.</param>
    /// <param name="memoryBudget">Bytes that a run may take.</param>
    /// <param name="pool">The threads.</param>
    public static IncrementalPlan Compile(Session session, Node input, Shape shape, ReadOnlySpan<float> image, IReadOnlyList<Node> outputs, IReadOnlyList<(int Top, int Left)> corners, int height, int width, long memoryBudget, WorkerPool? pool = null)
    {
        // The network with known shapes, and back.
        var known = new Dictionary<Node, Node>();
        var original = new Dictionary<Node, Node>();
        foreach (var node in Node.Sort(outputs))
        {
            var copy = new Node(node.Name, node == input ? new Input(shape) : node.Operation, [.. node.Inputs.Select(i => known[i])]);
            known[node] = copy;
            original[copy] = node;
        }
        var order = Node.Sort(outputs.Select(o => known[o]));
        var patches = Footprint.Of(corners, height, width, shape);
        IncrementalGraph Build(int batch) => IncrementalGraph.Build(order, known[input], [.. outputs.Select(o => known[o])], patches, batch);
        Plan Plan(IncrementalGraph graph) => session.CompileOnce(new([(graph.Patches, graph.Patches.Shape), .. graph.Places.Select(p => (p.Input, p.Input.Shape))], graph.Outputs), pool);

        var single = Build(1);
        var bytes = Math.Max(1, Plan(single).PeakBytes);
        var batch = (int)Math.Clamp(memoryBudget / bytes, 1, Math.Min(LargestBatch, corners.Count));
        var graph = batch == 1 ? single : Build(batch);
        var plan = Plan(graph);
        var stored = graph.Stored.ToList();
        using (var whole = session.CompileOnce(new([(input, shape)], stored.Select(s => original[s.Node])), pool).Start())
        {
            if (!whole.Input(0).IsEmpty) image.CopyTo(whole.Input(0));
            whole.Run(pool);
            for (var i = 0; i < stored.Count; i++) stored[i].Memory.Set(whole.Output(i));
        }
        var flops = session.Compile(new([(input, shape)], outputs), pool).Flops;
        return new(plan, graph, patches, batch, plan.Flops / (double)batch / Math.Max(1, flops));
    }

    /// <summary>
    /// Computes the outputs for every rectangle. <paramref name="fill"/> writes a copy's rectangle [h, w, C] (from several threads); <paramref name="take"/> gets each copy's outputs in order.
    /// </summary>
    public void Run(Action<int, Span<float>> fill, CopyTaker take, WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        var count = _patches.Tops.Length;
        using var execution = _plan.Start();
        for (var start = 0; start < count; start += _batch)
        {
            // The last batch is filled up with the last copy; what it gives is not taken.
            int Copy(int slot) => Math.Min(start + slot, count - 1);
            var length = execution.Input(0).Length / _batch;
            (pool ?? WorkerPool.Shared).For(_batch, slot => fill(Copy(slot), execution.Input(0).Slice(slot * length, length)));
            for (var p = 0; p < _places.Count; p++)
            {
                var (_, region, changed) = _places[p];
                var places = execution.Input(p + 1);
                for (var slot = 0; slot < _batch && !places.IsEmpty; slot++)
                {
                    var copy = Copy(slot);
                    ((ReadOnlySpan<float>)[region.Tops[copy], region.Lefts[copy], changed.Tops[copy], changed.Lefts[copy]]).CopyTo(places[(4 * slot)..]);
                }
            }
            execution.Run(pool, cancellation);
            for (var slot = 0; slot < _batch && start + slot < count; slot++) take(start + slot, new NodeValues(execution, slot, _batch));
        }
    }
}

/// <summary>Gets a copy's outputs.</summary>
public delegate void CopyTaker(int copy, NodeValues values);
