using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

public class BatchLoaderTests
{
    private static List<(int First, float[] Inputs, float[] Targets, float[] Weights)> All(BatchLoader loader)
    {
        var batches = new List<(int, float[], float[], float[])>();
        while (loader.Next(out var batch)) batches.Add((batch.First, batch.Inputs.ToArray(), batch.Targets.ToArray(), batch.Weights.ToArray()));
        return batches;
    }

    [Theory]
    [InlineData(true, 2, 1)]
    [InlineData(false, 0, 1)]
    [InlineData(false, 0, 4)]
    [InlineData(false, 1, 2)]
    [InlineData(false, 3, 7)]
    public void Every_sample_arrives_in_order(bool fast, int prefetch, int threads)
    {
        var order = BatchLoader.Order(103, seed: 5, epoch: 2);
        using var loader = new BatchLoader(new CountingDataset(103, fast), 8, order, prefetch, threads);
        loader.BatchCount.ShouldBe(13);
        // The second epoch uses the same memory and threads.
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var batches = All(loader);
            batches.Select(b => b.First).ShouldBe(Enumerable.Range(0, 13).Select(i => 8 * i));
            batches[^1].Targets.Length.ShouldBe(7);
            batches.SelectMany(b => b.Targets).ShouldBe(order.Select(i => (float)i));
            batches.SelectMany(b => b.Inputs).ShouldBe(order.SelectMany(i => new float[] { i, i, i }));
            batches.ShouldAllBe(b => b.Weights.Length == 0);
            order = BatchLoader.Order(103, seed: 5, epoch: 3 + epoch);
            loader.Start(order);
        }
    }

    [Fact]
    public void An_epochs_order_depends_on_seed_and_epoch()
    {
        BatchLoader.Order(20, 1, 4).ShouldBe(CounterRandom.Of(1).Part(4).Permutation(20));
        BatchLoader.Order(20, 1, 4).ShouldNotBe(BatchLoader.Order(20, 1, 5));
    }

    [Fact]
    public void Weights_follow_the_order()
    {
        using var loader = new BatchLoader(Dataset.FromArrays(new float[4], [1], new float[4], [], new float[] { 1, 2, 3, 4 }), 2, new[] { 3, 0, 2 });
        All(loader).SelectMany(b => b.Weights).ShouldBe([4, 1, 3]);
    }

    [Fact]
    public void An_epoch_may_be_left_early()
    {
        using var loader = new BatchLoader(new CountingDataset(100), 4, BatchLoader.Order(100, 0, 0), prefetch: 3, threads: 4);
        for (var epoch = 0; epoch < 20; epoch++)
        {
            loader.Next(out _).ShouldBeTrue();
            loader.Start(Enumerable.Range(epoch, 50).ToArray());
            loader.Next(out var batch).ShouldBeTrue();
            batch.Targets.ToArray().ShouldBe([epoch, epoch + 1, epoch + 2, epoch + 3]);
        }
    }

    [Fact]
    public void An_empty_epoch_has_no_batches()
    {
        using var loader = new BatchLoader(new CountingDataset(3), 4, ReadOnlyMemory<int>.Empty);
        loader.Next(out _).ShouldBeFalse();
    }

    // The first in the epoch's order is named, though samples 7 and 5 are of the same batch; the batches around it are whole.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sample_that_cannot_be_read_is_named(bool fast)
    {
        using var loader = new BatchLoader(new CountingDataset(12, fast, 5, 7), 4, new[] { 0, 1, 2, 3, 4, 7, 6, 5, 8, 9, 10, 11 }, threads: 3);
        loader.Next(out _).ShouldBeTrue();
        var error = Should.Throw<DatasetException>(() => loader.Next(out _));
        error.Message.ShouldBe("Cannot read sample 7, 'file7.png': no picture");
        error.InnerException.ShouldBeOfType<InvalidDataException>();
        All(loader).SelectMany(b => b.Targets).ShouldBe([8, 9, 10, 11]);
        loader.Start(new[] { 1 });
        All(loader).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_allocate_nothing(bool fast)
    {
        // The bytes that each thread had allocated when it last read a sample, by the thread's number.
        long[] allocated = new long[1 << 16], before = new long[1 << 16];
        var source = new CountingDataset(64, fast) { Reading = _ => allocated[Environment.CurrentManagedThreadId & 0xFFFF] = GC.GetAllocatedBytesForCurrentThread() };
        var order = BatchLoader.Order(64, 0, 0);
        var samples = 0;
        using var loader = new BatchLoader(source.Scale(2), 4, order, prefetch: 2, threads: 2);
        // The threads' pools fill during the first epochs.
        Epochs(10);
        allocated.CopyTo(before, 0);
        var caller = GC.GetAllocatedBytesForCurrentThread();
        Epochs(100);
        // 1600 batches; a collection may empty the pools now and then.
        (GC.GetAllocatedBytesForCurrentThread() - caller).ShouldBeLessThan(1600);
        for (var thread = 0; thread < before.Length; thread++)
            if (before[thread] > 0) (allocated[thread] - before[thread]).ShouldBeLessThan(1600);
        before.ShouldContain(bytes => bytes > 0);

        samples.ShouldBe(110 * 64);

        void Epochs(int count)
        {
            for (var epoch = 0; epoch < count; epoch++)
            {
                loader.Start(order);
                while (loader.Next(out var batch)) samples += batch.Count;
            }
        }
    }

    [Fact]
    public void Samples_are_read_ahead_within_the_memory()
    {
        var source = new CountingDataset(40);
        using var loader = new BatchLoader(source, 4, BatchLoader.Order(40, 0, 0), prefetch: 2, threads: 3);
        loader.Next(out _).ShouldBeTrue();
        // One batch in use and two ahead.
        SpinWait.SpinUntil(() => source.Reads == 12, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        Thread.Sleep(20);
        source.Reads.ShouldBe(12);
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting()
    {
        using var source = new CancellationTokenSource();
        using var open = new ManualResetEventSlim();
        using var loader = new BatchLoader(new CountingDataset(8) { Reading = _ => open.Wait() }, 4, BatchLoader.Order(8, 0, 0), threads: 1, cancellation: source.Token);
        var waiting = Task.Run(() => Should.Throw<OperationCanceledException>(() => loader.Next(out _)));
        await source.CancelAsync();
        await waiting;
        Should.Throw<OperationCanceledException>(() => loader.Next(out _));
        open.Set();
    }

    [Fact]
    public void A_disposed_loader_reads_no_more()
    {
        var source = new CountingDataset(1000);
        var loader = new BatchLoader(source, 4, BatchLoader.Order(1000, 0, 0), threads: 3);
        loader.Next(out _).ShouldBeTrue();
        loader.Dispose();
        var reads = source.Reads;
        Should.Throw<ObjectDisposedException>(() => loader.Next(out _));
        Should.Throw<ObjectDisposedException>(() => loader.Start(new[] { 1 }));
        source.Reads.ShouldBe(reads);
        loader.Dispose();
    }

    [Fact]
    public void What_cannot_be_loaded_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchLoader(new CountingDataset(3), 2, new[] { 0, 3 })).Message.ShouldContain("no sample 3");
        Should.Throw<ArgumentException>(() => new BatchLoader(new CountingDataset(3), int.MaxValue, new[] { 0 })).Message.ShouldContain("make the batch smaller");
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchLoader(new CountingDataset(3), 0, new[] { 0 }));
    }
}
