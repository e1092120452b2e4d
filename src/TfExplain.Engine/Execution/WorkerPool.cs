using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace TfExplain.Engine.Execution;

/// <summary>The body of a parallel loop as a struct, so that a kernel's loop needs no closure.</summary>
internal interface ILoopBody
{
    void Invoke(int index);
}

/// <summary>
/// A fixed set of threads that share out the indices of one loop at a time; the caller works too.
/// A loop started inside a loop, or while another thread holds the pool, runs serially on its caller.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    // Long enough to bridge the gap between two operations of one network, short enough not to be seen in a process monitor.
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;

    [ThreadStatic]
    private static bool s_inside;

    private readonly Lock _startGate = new();
    private readonly object _gate = new();
    private Thread[]? _workers;
    private volatile Job? _job;
    private volatile bool _stopped;
    private int _busy;
    private int _parked;

    /// <summary>A pool of <paramref name="threads"/> threads, the caller counted; they start with the first loop.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
    }

    /// <summary>The pool of the process: one thread per processor.</summary>
    public static WorkerPool Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>The number of threads that work on a loop, the caller counted.</summary>
    public int Threads { get; }

    /// <summary>Calls <paramref name="body"/> once for every index in [0, <paramref name="count"/>), in no fixed order; rethrows the first exception of a body.</summary>
    public void For(int count, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        For(count, new ActionBody(body));
    }

    internal void For<TBody>(int count, TBody body)
        where TBody : struct, ILoopBody
    {
        if (count <= 1 || Threads == 1 || _stopped || s_inside || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var i = 0; i < count; i++)
                body.Invoke(i);
            return;
        }
        var job = new Job<TBody>(count, body);
        s_inside = true;
        try
        {
            Publish(job);
            job.Work();
            var wait = default(SpinWait);
            while (!job.IsComplete)
                wait.SpinOnce(sleep1Threshold: -1);
        }
        finally
        {
            _job = null;
            s_inside = false;
            Volatile.Write(ref _busy, 0);
        }
        job.Failure?.Throw();
    }

    /// <summary>Ends the threads; loops that follow run serially on their caller.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
        Thread[]? workers;
        lock (_startGate)
        {
            workers = _workers;
            _workers = null;
        }
        foreach (var worker in workers ?? [])
            worker.Join();
    }

    private void Publish(Job job)
    {
        Start();
        _job = job;
        // The store above and the read below must not pass each other: a worker counts itself as parked before its last look for a job.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _parked) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Start()
    {
        if (_workers is not null)
            return;
        lock (_startGate)
        {
            if (_workers is not null || _stopped)
                return;
            var workers = new Thread[Threads - 1];
            for (var i = 0; i < workers.Length; i++)
            {
                workers[i] = new Thread(Serve) { IsBackground = true, Name = "TfExplain worker" };
                workers[i].Start();
            }
            _workers = workers;
        }
    }

    private void Serve()
    {
        s_inside = true;
        Job? done = null;
        var idleSince = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            var job = _job;
            if (job is not null && job != done)
            {
                job.Work();
                done = job;
                idleSince = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetTimestamp() - idleSince < SpinTicks)
            {
                Thread.SpinWait(8);
            }
            else
            {
                done = Park(done);
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private Job? Park(Job? done)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _parked);
            // A finished job is forgotten while parked, so that its operands can be collected.
            if (_job is null)
                done = null;
            while (!_stopped && (_job is null || _job == done))
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _parked);
        }
        return done;
    }

    private readonly struct ActionBody(Action<int> action) : ILoopBody
    {
        public void Invoke(int index) => action(index);
    }

    private abstract class Job(int count)
    {
        private ExceptionDispatchInfo? _failure;
        private int _next = -1;
        private readonly int _count = count;
        private int _pending = count;

        public bool IsComplete => Volatile.Read(ref _pending) == 0;

        public ExceptionDispatchInfo? Failure => _failure;

        public void Work()
        {
            int index;
            while (Volatile.Read(ref _next) < _count && (index = Interlocked.Increment(ref _next)) < _count)
            {
                try
                {
                    if (Volatile.Read(ref _failure) is null)
                        Invoke(index);
                }
#pragma warning disable CA1031 // whatever a body throws belongs to the caller of the loop
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
                }
                Interlocked.Decrement(ref _pending);
            }
        }

        protected abstract void Invoke(int index);
    }

    private sealed class Job<TBody>(int count, TBody body) : Job(count)
        where TBody : struct, ILoopBody
    {
        protected override void Invoke(int index)
        {
            // Each index works on its own copy: bodies hold no state of their own.
            var own = body;
            own.Invoke(index);
        }
    }
}
