using TfExplain.Engine.Execution;
using TfExplain.Training;
using static TfExplain.Models.Tests.Training.TinyTraining;

namespace TfExplain.Models.Tests.Training;

/// <summary>Nothing grows with the steps. Alone, because the process's memory is measured.</summary>
[Collection(nameof(MemoryCollection))]
public sealed class FitMemoryTests
{
    // Measured: 19.9 KB for batches of 5 and 20.1 KB for batches of 30, of small objects of the operations and metrics.
    private const long BytesPerStep = 24 << 10;

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void A_step_in_the_steady_state_allocates_little(int batchSize)
    {
        using var model = Network();
        using var pool = new WorkerPool(1);
        long first = 0, last = 0;
        var watch = new LambdaCallback
        {
            BatchEnd = (run, _, _) =>
            {
                if (run.Iterations == 100) first = GC.GetAllocatedBytesForCurrentThread();
                if (run.Iterations == 300) last = GC.GetAllocatedBytesForCurrentThread();
            },
        };
        model.Fit(Data(300 * batchSize), 1, batchSize, callbacks: [watch], verbose: Verbosity.Silent, pool: pool);
        ((last - first) / 200).ShouldBeInRange(0, BytesPerStep);
    }

    [Fact]
    public void Memory_stays_the_same_over_500_steps()
    {
        using var model = Network();
        var (live, resident) = (new long[2], new long[2]);
        var watch = new LambdaCallback
        {
            BatchEnd = (run, _, _) =>
            {
                if (run.Iterations is not (100 or 600)) return;
                var place = run.Iterations == 100 ? 0 : 1;
                // Gives back what the collector keeps in reserve, which on processors with large caches is more than these steps allocate.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                (live[place], resident[place]) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
            },
        };
        model.Fit(Data(500), 6, 5, callbacks: [watch], verbose: Verbosity.Silent);
        (live[1] - live[0]).ShouldBeLessThan(64 << 10, "live bytes");
        (resident[1] - resident[0]).ShouldBeLessThan(8 << 20, "resident bytes");
    }
}

[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public sealed class MemoryCollection;
