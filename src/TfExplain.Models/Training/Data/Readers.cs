namespace TfExplain.Training;

/// <summary>The threads of a <see cref="BatchLoader"/>. They take the samples of an epoch one by one, as far ahead as there is memory for batches.</summary>
internal sealed class Readers : IDisposable
{
    private readonly object _gate = new();
    private readonly Dataset _dataset;
    private readonly int _batchSize;
    private readonly BatchSlot[] _slots;
    private readonly Thread[] _threads;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;

    // What follows belongs to whoever holds the gate: the epoch, its next sample to take, the samples being read, the first batch whose memory is in use.
    private ReadOnlyMemory<int> _order;
    private int _taken, _busy, _oldest;
    private bool _disposed;

    public Readers(Dataset dataset, int batchSize, BatchSlot[] slots, int threads, CancellationToken cancellation)
    {
        (_dataset, _batchSize, _slots, _cancellation) = (dataset, batchSize, slots, cancellation);
        _threads = new Thread[threads];
        _registration = cancellation.UnsafeRegister(static readers => ((Readers)readers!).Wake(), this);
    }

    /// <summary>Begins an epoch; the previous one was stopped.</summary>
    public void Start(ReadOnlyMemory<int> order)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(BatchLoader));
            (_order, _taken, _oldest) = (order, 0, 0);
            for (var batch = 0; batch < _slots.Length; batch++) Prepare(batch);
            Monitor.PulseAll(_gate);
        }
        for (var i = 0; i < _threads.Length; i++)
        {
            if (_threads[i] is not null) continue;
            _threads[i] = new(Work) { IsBackground = true, Name = $"reader {i} of a dataset" };
            _threads[i].Start();
        }
    }

    /// <summary>Takes no more samples, and waits for those being read.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _taken = _order.Length;
            while (_busy > 0) Monitor.Wait(_gate);
        }
    }

    /// <summary>Frees the batches before this one and waits until it is complete.</summary>
    public void Await(int batch)
    {
        lock (_gate)
        {
            for (; _oldest < batch; _oldest++) Prepare(_oldest + _slots.Length);
            Monitor.PulseAll(_gate);
            var slot = _slots[batch % _slots.Length];
            while (slot.Missing > 0)
            {
                ThrowIfOver();
                Monitor.Wait(_gate);
            }
            if (slot.Failure is { } failure) throw BatchLoader.Unreadable(_dataset, _order.Span[batch * _batchSize + failure.Place], failure.Error);
        }
    }

    /// <summary>Throws after <see cref="Dispose"/> and when cancelled.</summary>
    public void ThrowIfOver()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(BatchLoader));
        _cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }
        foreach (var thread in _threads) thread?.Join();
    }

    private void Work()
    {
        while (Take() is var position and >= 0)
        {
            var (slot, place) = (_slots[position / _batchSize % _slots.Length], position % _batchSize);
            Exception? error = null;
            try
            {
                slot.Fill(_dataset, _order.Span[position], place);
            }
            catch (Exception e)
            {
                error = e;
            }
            lock (_gate)
            {
                if (error is not null) slot.Fail(place, error);
                if (--slot.Missing == 0 | --_busy == 0) Monitor.PulseAll(_gate);
            }
        }
    }

    // The next sample's place in the epoch, as soon as its batch has memory; -1 when there is no more to do.
    private int Take()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_disposed || _cancellation.IsCancellationRequested) return -1;
                if (_taken < _order.Length && _taken < ((long)_oldest + _slots.Length) * _batchSize) break;
                Monitor.Wait(_gate);
            }
            _busy++;
            return _taken++;
        }
    }

    private void Prepare(int batch) => _slots[batch % _slots.Length].Start((int)Math.Clamp(_order.Length - (long)batch * _batchSize, 0, _batchSize));

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
