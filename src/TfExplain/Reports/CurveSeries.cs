using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>Numbers.</summary>
internal sealed class CurveSeries : Series
{
    /// <summary>So many points are held at most before the page is made.</summary>
    private const int Held = 1 << 18;

    private List<CurvePoint> _points = [];

    public override void Add(ValueEvent value, int place)
    {
        if (value.Scalar is not { } number) return;
        _points.Add(new(value.Step, number));
        if (_points.Count < Held) return;
        var ordered = Ordered(_points, p => p.Step);
        _points = Thinning.Curve(ordered, Held / 4);
        Dropped += ordered.Count - _points.Count;
    }

    public List<CurvePoint> Points(int limit)
    {
        var ordered = Ordered(_points, p => p.Step);
        Total = ordered.Count + Dropped;
        return Thinning.Curve(ordered, limit);
    }
}
