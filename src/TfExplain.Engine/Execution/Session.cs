namespace TfExplain.Engine.Execution;

/// <summary>Compiles requests into plans and keeps the latest of them, the packed weights that they share, and memory for their runs. Thread-safe.</summary>
public sealed class Session : IDisposable
{
    private const int PlansKept = 32;
    private readonly LinkedList<(PlanRequest Request, Plan Plan)> _plans = [];
    private readonly Dictionary<PlanRequest, LinkedListNode<(PlanRequest Request, Plan Plan)>> _byRequest = [];
    private readonly ConstantCache _constants = new();
    private readonly ArenaPool _arenas = new();
    private readonly Lock _lock = new();

    /// <summary>The bytes of packed and folded weights kept.</summary>
    public long CachedBytes => _constants.Bytes;

    /// <summary>The plan of a request, compiled at its first use.</summary>
    /// <exception cref="ShapeException">An input's shape does not fit.</exception>
    /// <exception cref="Differentiation.NotDifferentiableException">A cotangent would have to pass an operation without a rule.</exception>
    public Plan Compile(PlanRequest request, WorkerPool? pool = null)
    {
        lock (_lock)
        {
            if (_byRequest.TryGetValue(request, out var known))
            {
                _plans.Remove(known);
                _plans.AddFirst(known);
                return known.Value.Plan;
            }
            var plan = new Plan(request, _constants, _arenas, pool ?? WorkerPool.Shared);
            _byRequest[request] = _plans.AddFirst((request, plan));
            if (_plans.Count > PlansKept)
            {
                _byRequest.Remove(_plans.Last!.Value.Request);
                _plans.RemoveLast();
            }
            return plan;
        }
    }

    /// <summary>A plan that is not kept, for requests whose values are of one image.</summary>
    internal Plan CompileOnce(PlanRequest request, WorkerPool? pool = null) => new(request, _constants, _arenas, pool ?? WorkerPool.Shared);

    /// <summary>Forgets plans and packed weights; to be called when weights have changed.</summary>
    public void Invalidate()
    {
        lock (_lock)
        {
            _plans.Clear();
            _byRequest.Clear();
            _constants.Clear();
        }
    }

    /// <summary>Gives idle memory back.</summary>
    public void Dispose() => _arenas.Dispose();
}
