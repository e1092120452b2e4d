using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>
/// Reads a dataset batch by batch in a given order. Samples of a slow source are read ahead by threads of the loader's own, those of a fast one by the
/// caller. The numbers are the same for any number of threads. Memory: (prefetch + 1) batches, used again and again; a batch allocates nothing. One
/// thread calls a loader.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly Dataset _dataset;
    private readonly int _batchSize;
    private readonly BatchSlot[] _slots;
    private readonly Readers _readers;
    private ReadOnlyMemory<int> _order;
    private bool _direct;
    private int _next;

    /// <summary>A loader of one epoch; <see cref="Start"/> begins another one.</summary>
    /// <param name="dataset">What to read.</param>
    /// <param name="batchSize">Samples a batch.</param>
    /// <param name="order">The samples in the epoch's order, e.g. of <see cref="Order"/>.</param>
    /// <param name="prefetch">Batches that are read ahead.</param>
    /// <param name="threads">Threads that read slow sources; 0 for as many as there are processors.</param>
    /// <param name="cancellation">Ends the reading; the next batch is then an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">An index is not of the dataset, or a batch is larger than an array can be.</exception>
    public BatchLoader(Dataset dataset, int batchSize, ReadOnlyMemory<int> order, int prefetch = 2, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if ((decimal)Math.Max(dataset.InputShape.Count, dataset.TargetShape.Count) * batchSize > Array.MaxLength)
            throw new ArgumentException($"A batch of {batchSize} inputs {dataset.InputShape} with targets {dataset.TargetShape} has more than {Array.MaxLength} numbers; make the batch smaller.", nameof(batchSize));
        (_dataset, _batchSize) = (dataset, batchSize);
        // A fast source needs no memory for batches ahead.
        _slots = new BatchSlot[dataset.IsFast ? 1 : prefetch + 1];
        for (var i = 0; i < _slots.Length; i++) _slots[i] = new(batchSize, (int)dataset.InputShape.Count, (int)dataset.TargetShape.Count, dataset.HasWeights);
        _readers = new(dataset, batchSize, _slots, threads == 0 ? Environment.ProcessorCount : threads, cancellation);
        Start(order);
    }

    /// <summary>The batches of the epoch.</summary>
    public int BatchCount => (int)(((long)_order.Length + _batchSize - 1) / _batchSize);

    /// <summary>The order of an epoch's samples: a permutation that depends on the seed, the epoch and the count alone.</summary>
    public static int[] Order(int count, int seed, int epoch) => CounterRandom.Of(seed).Part(epoch).Permutation(count);

    /// <summary>Begins an epoch, whether or not the previous one was read to its end; the memory and the threads stay.</summary>
    /// <exception cref="ArgumentException">An index is not of the dataset.</exception>
    public void Start(ReadOnlyMemory<int> order)
    {
        var count = _dataset.Count;
        foreach (var index in order.Span)
            if ((uint)index >= (uint)count) throw new ArgumentOutOfRangeException(nameof(order), $"There is no sample {index}; the dataset has {count}.");
        _readers.Stop();
        (_order, _next, _direct) = (order, 0, _dataset.IsFast);
        if (!_direct) _readers.Start(order);
    }

    /// <summary>The next batch; false at the end of the epoch. It is valid until the next call.</summary>
    /// <exception cref="DatasetException">A sample cannot be read; the message names it. The batch is skipped: the next call goes on behind it.</exception>
    /// <exception cref="OperationCanceledException">The loader was cancelled.</exception>
    public bool Next(out Batch batch)
    {
        _readers.ThrowIfOver();
        batch = default;
        if (_next == BatchCount) return false;
        var number = _next++;
        var first = number * _batchSize;
        var count = Math.Min(_batchSize, _order.Length - first);
        var slot = _slots[_direct ? 0 : number % _slots.Length];
        if (_direct)
            ReadDirectly(slot, first, count);
        else
            _readers.Await(number);
        batch = slot.Read(first, count);
        return true;
    }

    /// <summary>Ends the threads, after the samples that they are reading.</summary>
    public void Dispose() => _readers.Dispose();

    /// <summary>What a sample of a batch is called.</summary>
    internal string Name(in Batch batch, int place) => _dataset.Name(_order.Span[batch.First + place]);

    private void ReadDirectly(BatchSlot slot, int first, int count)
    {
        for (var place = 0; place < count; place++)
        {
            var index = _order.Span[first + place];
            try
            {
                slot.Fill(_dataset, index, place);
            }
            catch (Exception e)
            {
                throw Unreadable(_dataset, index, e);
            }
        }
    }

    internal static DatasetException Unreadable(Dataset dataset, int index, Exception e) => new($"Cannot read sample {index}, '{dataset.Name(index)}': {e.Message}", e);
}
