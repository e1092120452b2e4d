using TfExplain.Engine.Execution;

namespace TfExplain;

/// <summary>How an explanation is computed; nothing here changes its numbers but the seed.</summary>
public sealed record ExplainOptions
{
    /// <summary>The seed of everything random. The same seed gives the same bits, whatever the batch size and the number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>Progress in [0, 1].</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops the work between two operations.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The memory in bytes that runs may take besides the weights; samples are streamed in chunks that fit.</summary>
    public long MemoryBudget { get; init; } = 48L << 20;

    /// <summary>The threads; all processors by default.</summary>
    public WorkerPool Pool { get; init; } = WorkerPool.Shared;

    /// <summary>The class labels, for <see cref="Target.Label"/> and for readable results.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
}
