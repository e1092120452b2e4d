using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>Places every value of a schedule in one block of memory: values that are never alive together may share a place.</summary>
internal sealed class MemoryPlanner
{
    private const int Alignment = 16;
    private readonly Dictionary<Node, Node> _owner = [];
    private readonly Dictionary<Node, long> _offsets = [];

    /// <summary>Plans for the given order; <paramref name="kept"/> values stay alive to the end, given inputs are alive from the start.</summary>
    public MemoryPlanner(IReadOnlyList<Node> order, IReadOnlyCollection<Node> kept)
    {
        var lastUse = new Dictionary<Node, int>();
        for (var step = 0; step < order.Count; step++)
        {
            foreach (var input in order[step].Inputs) lastUse[input] = step;
            lastUse[order[step]] = step;
        }
        foreach (var node in kept) lastUse[node] = order.Count;

        // The last use of a memory block is the last use of any value that lives in it.
        var blockEnd = new Dictionary<Node, int>();
        var blockStart = new Dictionary<Node, int>();
        for (var step = 0; step < order.Count; step++)
        {
            var node = order[step];
            if (IsStored(node)) continue;
            var owner = node;
            if (node.Operation.IsView && !IsStored(node.Inputs[0])) owner = Owner(node.Inputs[0]);
            else if (Overwritten(node, step, blockEnd) is { } input) owner = Owner(input);
            _owner[node] = owner;
            blockStart.TryAdd(owner, node.Operation is Input ? -1 : step);
            blockEnd[owner] = Math.Max(blockEnd.GetValueOrDefault(owner, -1), lastUse[node]);
        }
        Place(blockStart, blockEnd);
    }

    /// <summary>The size of the block in floats.</summary>
    public long Length { get; private set; }

    /// <summary>The value's place in the block, in floats.</summary>
    public long Offset(Node node) => _offsets[Owner(node)];

    /// <summary>Whether the value lies outside of the block.</summary>
    public static bool IsStored(Node node) => node.Operation is ParameterValue or Constant || (node.Operation.IsView && IsStored(node.Inputs[0]));

    private Node Owner(Node node) => _owner[node];

    private Node? Overwritten(Node node, int step, Dictionary<Node, int> blockEnd)
    {
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            var input = node.Inputs[i];
            // An input of the output's own shape is read element by element where the output is written.
            if (node.Operation.CanOverwrite(i) && !IsStored(input) && input.Shape == node.Shape && blockEnd[Owner(input)] == step) return input;
        }
        return null;
    }

    /// <summary>Largest blocks first, each at the lowest place that is free over its lifetime.</summary>
    private void Place(Dictionary<Node, int> start, Dictionary<Node, int> end)
    {
        var placed = new List<(long From, long To, int Start, int End)>();
        foreach (var (node, begin) in start.OrderByDescending(s => s.Key.Shape.Count).ThenBy(s => s.Value))
        {
            var size = (node.Shape.Count + Alignment - 1) / Alignment * Alignment;
            var finish = end[node];
            long offset = 0;
            foreach (var other in placed)
            {
                if (other.End < begin || other.Start > finish) continue;
                if (other.From - offset >= size) break;
                offset = Math.Max(offset, other.To);
            }
            _offsets[node] = offset;
            var index = placed.FindIndex(p => p.From > offset);
            placed.Insert(index < 0 ? placed.Count : index, (offset, offset + size, begin, finish));
            Length = Math.Max(Length, offset + size);
        }
    }
}
