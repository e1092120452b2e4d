using System.Diagnostics;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>One run of a plan: fill <see cref="Input"/> and <see cref="Cotangent"/>, call <see cref="Run"/>, read <see cref="Output"/> and <see cref="Gradient"/>. Running again needs the inputs filled again.</summary>
public sealed class PlanExecution : IDisposable
{
    private readonly Plan _plan;
    private readonly NativeBuffer _arena;
    private readonly Dictionary<Node, TensorView> _views = [];
    private readonly (Operation Operation, ForwardContext Context)[] _steps;
    private bool _disposed;

    internal unsafe PlanExecution(Plan plan)
    {
        _plan = plan;
        _arena = plan.Arenas.Rent(plan.Memory.Length + plan.ScratchLength);
        foreach (var node in plan.Values)
            _views[node] = node.Operation switch
            {
                ParameterValue parameter => parameter.Parameter.View,
                Constant constant => constant.View,
                { IsView: true } => _views[node.Inputs[0]].As(node.Shape),
                _ => new(_arena.Data + plan.Memory.Offset(node), node.Shape),
            };
        _steps = [.. plan.Steps.Select(node =>
        {
            var scratch = new TensorView(_arena.Data + plan.Memory.Length, [checked((int)Plan.ScratchOf(node))]);
            return (node.Operation, new ForwardContext([.. node.Inputs.Select(i => _views[i])], _views[node], scratch));
        })];
    }

    /// <summary>Where to write the input <paramref name="index"/> of the request; empty if nothing wanted depends on it.</summary>
    public Span<float> Input(int index) => Span(_plan.Inputs[index]);

    /// <summary>Where to write dL/d seed <paramref name="index"/> of the request, in a set of cotangents; empty if nothing wanted depends on it.</summary>
    public Span<float> Cotangent(int index, int set = 0) => Span(_plan.Cotangents[set * _plan.SeedCount + index]);

    /// <summary>A wanted value.</summary>
    public ReadOnlySpan<float> Output(int index) => Span(_plan.Outputs[index]);

    /// <summary>A wanted value's shape.</summary>
    public Shape OutputShape(int index) => _plan.Outputs[index].Shape;

    /// <summary>A wanted cotangent; empty if the seeds do not depend on the value, so that it is zero.</summary>
    public ReadOnlySpan<float> Gradient(int index, int set = 0) => Span(_plan.Gradients[set * _plan.GradientShapes.Length + index]);

    /// <summary>A wanted cotangent's shape.</summary>
    public Shape GradientShape(int index) => _plan.GradientShapes[index];

    /// <summary>The wanted values of one sample of a batch.</summary>
    /// <param name="index">The sample.</param>
    /// <param name="count">The samples of the batch.</param>
    public NodeValues Sample(int index, int count) => new(this, index, count);

    internal Plan Plan => _plan;

    /// <summary>Where <see cref="Run"/> adds the time of each step in <see cref="Stopwatch"/> ticks, if anybody wants to know.</summary>
    internal long[]? StepTicks { get; set; }

    /// <summary>Computes every wanted value and cotangent.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two operations.</exception>
    public void Run(WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        pool ??= WorkerPool.Shared;
        var ticks = StepTicks;
        for (var step = 0; step < _steps.Length; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (operation, context) = _steps[step];
            context.Pool = pool;
            var start = ticks is null ? 0 : Stopwatch.GetTimestamp();
            operation.Forward(context);
            if (ticks is not null) ticks[step] += Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _plan.Arenas.Return(_arena);
    }

    private Span<float> Span(Node? node)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return node is null ? [] : _views[node].Span;
    }
}
