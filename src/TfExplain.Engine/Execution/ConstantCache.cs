using System.Collections.Immutable;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>Computes values that are the same in every run once (folded and packed weights) and keeps them for all plans of a session.</summary>
internal sealed class ConstantCache
{
    private readonly Dictionary<Key, Constant> _values = [];
    private readonly Lock _lock = new();

    /// <summary>The value of a node that is computed from weights and constants alone.</summary>
    public Constant Evaluate(Node node, WorkerPool pool)
    {
        lock (_lock)
        {
            var key = KeyOf(node);
            if (!_values.TryGetValue(key, out var value)) _values[key] = value = Compute(node, pool);
            return value;
        }
    }

    /// <summary>The bytes kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _values.Values.Sum(v => v.Shape.Count) * sizeof(float);
        }
    }

    /// <summary>Forgets what was computed from earlier versions of weights.</summary>
    public void Clear()
    {
        lock (_lock) _values.Clear();
    }

    private static Constant Compute(Node root, WorkerPool pool)
    {
        var values = new Dictionary<Node, (TensorView View, NativeBuffer? Buffer)>();
        foreach (var node in Node.Sort([root]))
        {
            if (node.Operation is ParameterValue parameter) values[node] = (parameter.Parameter.View, null);
            else if (node.Operation is Constant constant) values[node] = (constant.View, null);
            else
            {
                var buffer = new NativeBuffer(node.Shape.Count);
                var scratchLength = node.Operation.Scratch([.. node.Inputs.Select(i => i.Shape)], node.Shape);
                using var scratch = new NativeBuffer(scratchLength);
                node.Operation.Forward(new([.. node.Inputs.Select(i => values[i].View)], buffer.View(node.Shape), scratch.View([(int)scratchLength])) { Pool = pool });
                values[node] = (buffer.View(node.Shape), buffer);
            }
        }
        foreach (var (node, value) in values)
            if (node != root) value.Buffer?.Dispose();
        return new(values[root].Buffer ?? throw new InvalidOperationException("A stored value needs no folding."), root.Shape);
    }

    private static Key KeyOf(Node node) => node.Operation is ParameterValue parameter
        ? new(node.Operation, parameter.Parameter.Version, [])
        : new(node.Operation, 0, [.. node.Inputs.Select(KeyOf)]);

    private sealed class Key(Operation operation, int version, ImmutableArray<Key> inputs) : IEquatable<Key>
    {
        private readonly int _hash = inputs.Aggregate(HashCode.Combine(operation, version), (hash, input) => HashCode.Combine(hash, input.GetHashCode()));

        private Operation Operation { get; } = operation;

        private int Version { get; } = version;

        private ImmutableArray<Key> Inputs { get; } = inputs;

        public bool Equals(Key? other) => other is not null && Version == other.Version && Operation.Equals(other.Operation) && Inputs.SequenceEqual(other.Inputs);

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => _hash;
    }
}
