using System.Numerics;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;
using TfExplain.Training.Schedules;

namespace TfExplain.Training;

/// <summary>
/// An optimiser at work on some weights. The weights are cut into stretches of a fixed length, so a step gives the same bits for any number of threads, and it
/// allocates nothing (a pool of several threads one small object).
/// </summary>
public sealed class OptimizerRun
{
    private const int Stretch = 1 << 14;
    private readonly IReadOnlyList<Parameter> _weights;
    private readonly SlotDeclaration _slots;
    private readonly OptimizerSlot[]? _averages;
    private readonly (int Weight, int Start, int Length)[] _stretches;
    private readonly double[] _squares;
    private readonly int[] _before;
    private readonly float[] _scales;
    private Schedule _rate;

    internal OptimizerRun(Optimizer optimizer, IReadOnlyList<Parameter> weights)
    {
        if ((optimizer.ClipNorm is null ? 0 : 1) + (optimizer.ClipValue is null ? 0 : 1) + (optimizer.GlobalClipNorm is null ? 0 : 1) > 1)
            throw new ArgumentException($"The optimiser {optimizer.Name} has more than one of ClipNorm, ClipValue and GlobalClipNorm; set at most one.");
        if (weights.FirstOrDefault(w => !w.IsSet) is { } unset) throw new ArgumentException($"The weight '{unset.Name}' has no values yet; initialise or load it before training.");
        if (weights.GroupBy(w => w).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new ArgumentException($"The weight '{twice.Key.Name}' is listed twice.");
        Optimizer = optimizer;
        _weights = [.. weights];
        _rate = optimizer.LearningRate;
        _slots = new(_weights);
        // Keras creates the averages before everything else.
        if (optimizer.UseEma) _slots.PerWeight(("average", 0));
        _averages = optimizer.UseEma ? _slots.ByWeight[0] : null;
        foreach (var average in _averages ?? []) average.CopyFrom(average.Parameter!.Values);
        FirstSlot = _slots.ByWeight.Count;
        optimizer.Declare(_slots);
        _stretches = [.. _weights.SelectMany((w, i) => Cut(i, checked((int)w.Shape.Count)))];
        _squares = new double[_stretches.Length];
        _before = new int[_weights.Count];
        _scales = new float[_weights.Count];
    }

    /// <summary>The configuration.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The steps taken.</summary>
    public long Iterations { get; set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"The number of steps cannot be {value}."); }

    /// <summary>The rate of the next step.</summary>
    public float LearningRate => _rate.Rate(Iterations);

    /// <summary>What is kept between steps, in Keras 2.15's order of creation; all of it is needed to go on as if training had never stopped.</summary>
    public IReadOnlyList<OptimizerSlot> Slots => _slots.All;

    internal float StepRate { get; private set; }

    private int FirstSlot { get; }

    /// <summary>Replaces the constant rate.</summary>
    /// <exception cref="InvalidOperationException">The rate follows a schedule.</exception>
    public void SetLearningRate(float rate)
    {
        if (_rate is not ConstantSchedule)
            throw new InvalidOperationException($"The learning rate follows the schedule {_rate.GetType().Name} and cannot be set; start the optimiser with a constant rate to change it from outside.");
        _rate = new ConstantSchedule(rate);
    }

    /// <summary>Changes every weight that has a gradient, in place, and counts the step.</summary>
    /// <exception cref="ArgumentException">A gradient has another length than its weight; nothing has been changed.</exception>
    public void Step(GradientSource gradients, WorkerPool? pool = null)
    {
        pool ??= WorkerPool.Shared;
        var updated = Count(gradients);
        if (updated > 0)
        {
            StepRate = LearningRate;
            Clip(gradients, pool);
            for (var i = 0; i < _before.Length; i++)
                if (_before[i] >= 0) _weights[i].BeginUpdate();
            pool.For(_stretches.Length, new Work(this, gradients));
            Optimizer.Advance(_slots.Scalars, Iterations + 1, updated);
        }
        Iterations++;
    }

    /// <summary>Puts the averages into the weights, as the end of a training does; without averages nothing happens.</summary>
    public void FinalizeEma()
    {
        foreach (var average in _averages ?? []) average.Parameter!.Set(average.Values);
    }

    internal int Before(int weight) => _before[weight];

    internal float[] SlotOf(int index, int weight) => _slots.ByWeight[FirstSlot + index][weight].Array;

    internal float Scalar(int index) => _slots.Scalars[index].Array[0];

    private static IEnumerable<(int Weight, int Start, int Length)> Cut(int weight, int length)
    {
        for (var start = 0; start < length; start += Stretch) yield return (weight, start, Math.Min(Stretch, length - start));
    }

    /// <summary>Numbers the weights that have a gradient; the others get -1.</summary>
    private int Count(GradientSource gradients)
    {
        var count = 0;
        for (var i = 0; i < _before.Length; i++)
        {
            var gradient = gradients(i);
            if (gradient.Length != 0 && gradient.Length != _weights[i].Shape.Count)
                throw new ArgumentException($"The gradient of '{_weights[i].Name}' has {gradient.Length} elements; the weight of shape {_weights[i].Shape} has {_weights[i].Shape.Count}.");
            _before[i] = gradient.Length == 0 ? -1 : count++;
        }
        return count;
    }

    /// <summary>The factor of each gradient. Norms are summed in double precision, stretch by stretch in order.</summary>
    private void Clip(GradientSource gradients, WorkerPool pool)
    {
        Array.Fill(_scales, 1);
        if (Optimizer.ClipNorm is null && Optimizer.GlobalClipNorm is null) return;
        pool.For(_stretches.Length, new Squares(this, gradients));
        if (Optimizer.GlobalClipNorm is { } largest)
        {
            var total = 0d;
            foreach (var square in _squares) total += square;
            Array.Fill(_scales, Scale(total, largest));
            return;
        }
        for (var i = 0; i < _stretches.Length;)
        {
            var weight = _stretches[i].Weight;
            var total = 0d;
            for (; i < _stretches.Length && _stretches[i].Weight == weight; i++) total += _squares[i];
            _scales[weight] = Scale(total, Optimizer.ClipNorm!.Value);
        }
    }

    private static float Scale(double square, float largest) => (float)(largest / Math.Max(Math.Sqrt(square), largest));

    private void Apply(int index, GradientSource gradients)
    {
        var (weight, start, length) = _stretches[index];
        if (_before[weight] < 0) return;
        var w = _weights[weight].View.Span.Slice(start, length);
        var decay = (float)((Optimizer.WeightDecay ?? 0d) * StepRate);
        Optimizer.Apply(new(this, weight, start, w, gradients(weight).Slice(start, length), _scales[weight], Optimizer.ClipValue ?? float.PositiveInfinity, decay));
        if (_averages is not null) Average(w, _averages[weight].Array.AsSpan(start, length));
    }

    private void Average(Span<float> weights, Span<float> averages)
    {
        Vector<float> keep = new((float)Optimizer.EmaMomentum), take = new((float)(1 - Optimizer.EmaMomentum));
        for (var i = 0; i < weights.Length; i += Vector<float>.Count)
            Vectorized.Store(keep * Vectorized.Load(averages, i) + take * Vectorized.Load(weights, i), averages, i);
        if (Optimizer.EmaOverwriteFrequency is { } frequency && (Iterations + 1) % frequency == 0) averages.CopyTo(weights);
    }

    private readonly struct Work(OptimizerRun run, GradientSource gradients) : ILoopBody
    {
        public void Invoke(int index) => run.Apply(index, gradients);
    }

    private readonly struct Squares(OptimizerRun run, GradientSource gradients) : ILoopBody
    {
        public void Invoke(int index)
        {
            var (weight, start, length) = run._stretches[index];
            var total = 0d;
            if (run._before[weight] >= 0)
                foreach (var g in gradients(weight).Slice(start, length)) total += (double)g * g;
            run._squares[index] = total;
        }
    }
}
