using System.Numerics.Tensors;

namespace TfExplain.Models.Tests.Keras;

/// <summary>x[:, start:stop:step] against Python's definition, with the axis known and unknown.</summary>
public class IndexingTests
{
    private const int Extent = 7;

    public static TheoryData<int?, int?, int?> Ranges
    {
        get
        {
            var ranges = new TheoryData<int?, int?, int?>();
            foreach (int? start in (int?[])[null, 0, 2, 6, 9, -1, -3, -9])
                foreach (int? stop in (int?[])[null, 0, 3, 7, 9, -1, -4, -9])
                    foreach (int? step in (int?[])[null, 2, 3, -1, -2]) ranges.Add(start, stop, step);
            return ranges;
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void A_range_of_a_known_axis_is_Pythons(int? start, int? stop, int? step) => Run(Extent, Item(start, stop, step)).ShouldBe(Python(start, stop, step));

    [Theory]
    [InlineData(null, null, -1)]
    [InlineData(1, null, null)]
    [InlineData(null, 3, null)]
    [InlineData(1, -1, null)]
    [InlineData(null, -2, 2)]
    [InlineData(1, 6, 2)]
    public void A_range_of_an_unknown_axis_is_Pythons(int? start, int? stop, int? step) => Run(null, Item(start, stop, step)).ShouldBe(Python(start, stop, step));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(-7)]
    public void A_number_takes_the_axis_away(int index)
    {
        float expected = index < 0 ? index + Extent : index;
        foreach (int? extent in (int?[])[Extent, null]) Run(extent, $"{index}").ShouldBe([expected]);
    }

    [Fact]
    public void A_number_beyond_the_axis_is_refused() => Should.Throw<ModelFormatException>(() => Run(Extent, "7")).Message.ShouldContain("index 7");

    private static float[] Run(int? extent, string item)
    {
        using var model = Model.FromConfig($$$"""
            {"class_name": "Functional", "config": {"name": "net", "layers": [
              {"class_name": "InputLayer", "name": "x", "config": {"name": "x", "batch_input_shape": [null, {{{extent?.ToString() ?? "null"}}}, 1]}, "inbound_nodes": []},
              {"class_name": "SlicingOpLambda", "name": "part", "config": {"name": "part", "function": "__operators__.getitem"},
               "inbound_nodes": [["x", 0, 0, {"slice_spec": [{"start": null, "stop": null, "step": null}, {{{item}}}, {"class_name": "__ellipsis__"}]}]]}],
             "input_layers": [["x", 0, 0]], "output_layers": [["part", 0, 0]]}}
            """);
        return model.Predict(Tensor.Create([.. Enumerable.Range(0, Extent).Select(i => (float)i)], [1, Extent, 1])).ToArray();
    }

    private static string Item(int? start, int? stop, int? step) => $$"""{"start": {{Text(start)}}, "stop": {{Text(stop)}}, "step": {{Text(step)}}}""";

    private static string Text(int? value) => value?.ToString() ?? "null";

    private static float[] Python(int? start, int? stop, int? step)
    {
        var walk = step ?? 1;
        int Clip(int bound, int low, int high) => Math.Clamp(bound < 0 ? bound + Extent : bound, low, high);
        int first = start is { } s ? Clip(s, walk > 0 ? 0 : -1, walk > 0 ? Extent : Extent - 1) : walk > 0 ? 0 : Extent - 1;
        int end = stop is { } e ? Clip(e, walk > 0 ? 0 : -1, walk > 0 ? Extent : Extent - 1) : walk > 0 ? Extent : -1;
        var taken = new List<float>();
        for (var i = first; walk > 0 ? i < end : i > end; i += walk) taken.Add(i);
        return [.. taken];
    }
}
