using TfExplain.Reports;

namespace TfExplain.Tests.Reports;

/// <summary>What a thinned curve keeps.</summary>
public class ThinningTests
{
    [Theory]
    [InlineData(10_000, 100)]
    [InlineData(1_001, 1_000)]
    [InlineData(54_321, 8)]
    public void A_curve_keeps_its_ends_and_extremes_in_order(int count, int limit)
    {
        var points = Enumerable.Range(0, count).Select(i => new CurvePoint(i, Math.Sin(i * 0.01))).ToList();
        points[count / 3] = new(count / 3, 99);
        points[count / 2] = new(count / 2, -99);
        points[count / 4] = new(count / 4, double.NaN);
        var kept = Thinning.Curve(points, limit);
        kept.Count.ShouldBeLessThanOrEqualTo(limit);
        kept.Select(p => p.Step).ShouldBeInOrder(SortDirection.Ascending);
        kept.Distinct().Count().ShouldBe(kept.Count);
        foreach (var place in new[] { 0, count / 4, count / 3, count / 2, count - 1 }) kept.ShouldContain(points[place]);
    }

    [Fact]
    public void Few_points_all_stay() => Thinning.Curve([new(1, 2), new(3, 4)], 8).ShouldBe([new(1, 2), new(3, 4)]);

    [Fact]
    public void Steps_stay_evenly_spaced_with_both_ends()
    {
        Thinning.Even(Enumerable.Range(0, 101).ToList(), 5).ShouldBe([0, 25, 50, 75, 100]);
        Thinning.Even([1, 2, 3], 1).ShouldBe([3]);
        Thinning.Even([1, 2, 3], 3).ShouldBe([1, 2, 3]);
    }
}
