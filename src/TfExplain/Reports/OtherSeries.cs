using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>What no part of the page shows.</summary>
internal sealed class OtherSeries : Series
{
    public override void Add(ValueEvent value, int place) => Total++;
}
