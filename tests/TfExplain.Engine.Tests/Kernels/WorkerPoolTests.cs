using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Tests.Kernels;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryIndexIsCalledOnce(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var round = 0; round < 200; round++)
        {
            var calls = new int[round];
            pool.For(round, i => Interlocked.Increment(ref calls[i]));
            calls.ShouldAllBe(c => c == 1);
        }
    }

    [Fact]
    public void ParkedWorkersWakeUp()
    {
        using var pool = new WorkerPool(2);
        pool.For(2, _ => { });
        Thread.Sleep(20);
        using var both = new Barrier(2);
        // Each index waits for the other, which only a second thread can run.
        pool.For(2, _ => both.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue());
    }

    [Fact]
    public void AnExceptionReachesTheCallerAndThePoolGoesOn()
    {
        using var pool = new WorkerPool(3);
        Should.Throw<InvalidOperationException>(() => pool.For(100, i =>
        {
            if (i == 57)
                throw new InvalidOperationException("57");
        })).Message.ShouldBe("57");
        var sum = 0;
        pool.For(10, i => Interlocked.Add(ref sum, i));
        sum.ShouldBe(45);
    }

    [Fact]
    public void ALoopInsideALoopRunsOnItsCaller()
    {
        using var pool = new WorkerPool(4);
        pool.For(8, _ =>
        {
            var thread = Environment.CurrentManagedThreadId;
            pool.For(50, _ => Environment.CurrentManagedThreadId.ShouldBe(thread));
            WorkerPool.Shared.For(50, _ => Environment.CurrentManagedThreadId.ShouldBe(thread));
        });
    }

    [Fact]
    public void CallersOfOnePoolDoNotWaitForEachOther()
    {
        using var pool = new WorkerPool(2);
        using var inside = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var holder = new Thread(() => pool.For(2, _ =>
        {
            inside.Set();
            release.Wait();
        }));
        holder.Start();
        inside.Wait();
        var calls = 0;
        pool.For(5, _ => calls++);
        calls.ShouldBe(5);
        release.Set();
        holder.Join();
    }

    [Fact]
    public void ADisposedPoolStillRunsLoopsOnItsCaller()
    {
        var pool = new WorkerPool(3);
        pool.For(4, _ => { });
        pool.Dispose();
        var calls = 0;
        pool.For(5, _ => calls++);
        calls.ShouldBe(5);
    }
}
