using System.Numerics;
using System.Runtime.CompilerServices;
using TfExplain.Engine.Kernels;
using TfExplain.Engine.Operations;

namespace TfExplain.Training;

/// <summary>
/// One stretch of one weight in one step: the loop <c>for (i = 0; i &lt; Length; i += Vector&lt;float&gt;.Count)</c> reads gradients and weights at i,
/// loads and stores slots at i, and sets the weight. Weight decay and clipping are already in what it reads.
/// </summary>
public readonly ref struct WeightUpdate
{
    private readonly OptimizerRun _run;
    private readonly int _start;
    private readonly Span<float> _weights;
    private readonly ReadOnlySpan<float> _gradients;
    private readonly Vector<float> _scale;
    private readonly Vector<float> _decay;
    private readonly float _limit;

    internal WeightUpdate(OptimizerRun run, int parameter, int start, Span<float> weights, ReadOnlySpan<float> gradients, float scale, float limit, float decay)
    {
        _run = run;
        Parameter = parameter;
        _start = start;
        _weights = weights;
        _gradients = gradients;
        _scale = new(scale);
        _limit = limit;
        _decay = new(decay);
    }

    /// <summary>The number of elements.</summary>
    public int Length => _weights.Length;

    /// <summary>The weight's place in the list that the optimiser was started with.</summary>
    public int Parameter { get; }

    /// <summary>How many weights before this one are updated in this step.</summary>
    public int Before => _run.Before(Parameter);

    /// <summary>The step's number, from 1.</summary>
    public long Step => _run.Iterations + 1;

    /// <summary>The learning rate of the step.</summary>
    public float Rate => _run.StepRate;

    /// <summary>This stretch of the weight's slot <paramref name="index"/>, numbered as declared.</summary>
    public Span<float> Slot(int index) => _run.SlotOf(index, Parameter).AsSpan(_start, Length);

    /// <summary>The run's number <paramref name="index"/>, as the last step left it.</summary>
    public float Scalar(int index) => _run.Scalar(index);

    /// <summary>The gradient at i, clipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Gradient(int i)
    {
        var g = Vectorized.Load(_gradients, i) * _scale;
        return float.IsPositiveInfinity(_limit) ? g : new Clip(-_limit, _limit).Value(g);
    }

    /// <summary>The weight at i, decayed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Weight(int i)
    {
        var w = Vectorized.Load(_weights, i);
        return w - w * _decay;
    }

    /// <summary>Stores the weight at i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetWeight(int i, Vector<float> value) => Vectorized.Store(value, _weights, i);

    /// <summary>A slot's values at i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(Span<float> slot, int i) => Vectorized.Load(slot, i);

    /// <summary>Stores a slot's values at i and returns them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Store(Span<float> slot, int i, Vector<float> value)
    {
        Vectorized.Store(value, slot, i);
        return value;
    }
}
