using System.Numerics;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The groups of elements that share their statistics when a tensor is normalised over some axes.</summary>
internal sealed class NormalizationGroups
{
    private const int Grain = 1 << 14;
    private readonly int[] _offsets;
    private readonly int[] _starts;
    private readonly int _inner;
    private readonly bool _innerReduced;

    public NormalizationGroups(Shape shape, Ints axes)
    {
        var reduced = new bool[shape.Rank];
        foreach (var axis in axes) reduced[shape.Axis(axis)] = true;
        var (kept, summed, inner, innerReduced) = Reduction.Split(shape, reduced);
        (_offsets, _starts, _inner, _innerReduced) = (Reduction.Offsets(kept), Reduction.Offsets(summed), inner, innerReduced);
    }

    /// <summary>Calls <paramref name="body"/> for every group, on the pool's threads.</summary>
    public void For(WorkerPool pool, Action<NormalizationGroup> body)
    {
        if (_starts.Length * _inner == 0) return;
        var parts = _innerReduced ? 1 : (_inner + Vector<float>.Count - 1) / Vector<float>.Count;
        var count = _offsets.Length * parts;
        var grain = Math.Max(1, Grain / (_starts.Length * (_innerReduced ? _inner : Vector<float>.Count)));
        pool.For((count + grain - 1) / grain, chunk =>
        {
            for (var i = chunk * grain; i < Math.Min(count, (chunk + 1) * grain); i++)
            {
                var (outer, part) = Math.DivRem(i, parts);
                var first = part * Vector<float>.Count;
                body(new(_offsets[outer] + first, _starts, _innerReduced ? _inner : Math.Min(Vector<float>.Count, _inner - first), _innerReduced));
            }
        });
    }
}
