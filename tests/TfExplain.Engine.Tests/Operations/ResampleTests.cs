using System.Text.Json;
using TfExplain.Engine.Operations;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Engine.Tests.Operations;

public class ResampleTests
{
    public static TheoryData<string, Interpolation, int, int> Resizings => new()
    {
        { "keras-layers/resizing_area_10x4", Interpolation.Area, 10, 4 },
        { "keras-layers/resizing_area_3x11", Interpolation.Area, 3, 11 },
        { "keras-layers/resizing_bicubic_10x4", Interpolation.Bicubic, 10, 4 },
        { "keras-layers/resizing_bicubic_3x11", Interpolation.Bicubic, 3, 11 },
        { "keras-layers/resizing_bilinear_10x4", Interpolation.Bilinear, 10, 4 },
        { "keras-layers/resizing_bilinear_3x11", Interpolation.Bilinear, 3, 11 },
        { "keras-layers/resizing_nearest_10x4", Interpolation.Nearest, 10, 4 },
        { "keras-layers/resizing_nearest_3x11", Interpolation.Nearest, 3, 11 },
        { "keras-layers/oplambda_image_resize", Interpolation.Bilinear, 9, 4 },
        { "keras3/resizing_bicubic_down", Interpolation.Bicubic, 4, 5 },
        { "keras3/resizing_bilinear_down", Interpolation.Bilinear, 4, 5 },
        { "keras3/resizing_bilinear_up", Interpolation.Bilinear, 7, 9 },
        { "keras3/resizing_lanczos3_down", Interpolation.Lanczos3, 4, 5 },
        { "keras3/resizing_lanczos5_down", Interpolation.Lanczos5, 4, 5 },
        { "keras3/resizing_nearest_down", Interpolation.Nearest, 4, 5 },
    };

    public static TheoryData<string, Interpolation, int[]> Upsamplings => new()
    {
        { "keras-layers/upsampling1d", Interpolation.Nearest, [3] },
        { "keras-layers/upsampling2d_2x2_bilinear", Interpolation.Bilinear, [2, 2] },
        { "keras-layers/upsampling2d_2x2_nearest", Interpolation.Nearest, [2, 2] },
        { "keras-layers/upsampling2d_3x2_bilinear", Interpolation.Bilinear, [3, 2] },
        { "keras-layers/upsampling2d_3x2_nearest", Interpolation.Nearest, [3, 2] },
        { "keras-layers/upsampling3d", Interpolation.Nearest, [2, 1, 3] },
        { "keras3/upsampling1d", Interpolation.Nearest, [3] },
        { "keras3/upsampling2d_bicubic", Interpolation.Bicubic, [2, 3] },
        { "keras3/upsampling2d_bilinear", Interpolation.Bilinear, [2, 3] },
        { "keras3/upsampling2d_lanczos3", Interpolation.Lanczos3, [2, 3] },
        { "keras3/upsampling2d_lanczos5", Interpolation.Lanczos5, [2, 3] },
        { "keras3/upsampling2d_nearest", Interpolation.Nearest, [2, 3] },
        { "keras3/upsampling3d", Interpolation.Nearest, [1, 2, 2] },
    };

    [Theory]
    [MemberData(nameof(Resizings))]
    public void Resizing_gives_the_numbers_of_keras(string fixture, Interpolation method, int height, int width) =>
        Reproduce(fixture, (b, x) => Resample.Spatial(b, "resize", x, new Resize(method) { Size = height }, new Resize(method) { Size = width }));

    [Theory]
    [MemberData(nameof(Upsamplings))]
    public void Upsampling_gives_the_numbers_of_keras(string fixture, Interpolation method, int[] factors) =>
        Reproduce(fixture, (b, x) => Resample.Spatial(b, "up", x, [.. factors.Select(factor => new Resize(method) { Factor = factor })]));

    [Fact]
    public void Antialiasing_gives_the_numbers_of_keras()
    {
        var rule = new Resize(Interpolation.Bilinear) { Antialias = true };
        Reproduce("keras3/resizing_antialias", (b, x) => Resample.Spatial(b, "resize", x, rule with { Size = 4 }, rule with { Size = 5 }));
    }

    [Fact]
    public void Resizing_at_the_same_aspect_ratio_is_a_crop_or_a_border_and_a_resizing()
    {
        var rule = new Resize(Interpolation.Bilinear);
        Node To(GraphBuilder b, Node x, int height, int width) => Resample.Spatial(b, "resize", x, rule with { Size = height }, rule with { Size = width });
        Reproduce("keras-layers/resizing_crop_to_aspect", (b, x) => To(b, b.Call("crop", new Slice([0, 1, 0, 0], [-1, 6, -1, -1]), x), 4, 4));
        Reproduce("keras3/resizing_crop_to_aspect", (b, x) => To(b, b.Call("crop", new Slice([0, 2, 0, 0], [-1, 5, -1, -1]), x), 4, 6));
        Reproduce("keras3/resizing_pad_to_aspect", (b, x) => To(b, b.Call("pad", new Pad([0, 0, 2, 0], [0, 0, 2, 0], 0.5f), x), 4, 6));
    }

    [Fact]
    public void Adaptive_pooling_gives_the_numbers_of_keras()
    {
        Reproduce("keras3/adaptive_avg_pool2d", (b, x) => AdaptivePool.Average(b, "pool", x, [4, 3]));
        Reproduce("keras3/adaptive_max_pool2d", (b, x) => AdaptivePool.Max(b, "pool", x, [2, 4]));
    }

    [Fact]
    public void Every_method_gives_the_numbers_of_tensorflow()
    {
        using var arrays = NpzArchive.Open(Fixtures.Path("imaging", "resize_tensorflow.npz"));
        using var index = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("imaging", "index.json")));
        var compared = 0;
        foreach (var wanted in index.RootElement.GetProperty("resize_tensorflow").GetProperty("cases").EnumerateArray())
        {
            if (!wanted.TryGetProperty("antialias", out var antialias)) continue;
            var input = arrays[wanted.GetProperty("input").GetString()!];
            var expected = arrays[wanted.GetProperty("output").GetString()!];
            int Size(int axis) => wanted.GetProperty("size")[axis].GetInt32();
            var rule = new Resize(Enum.Parse<Interpolation>(wanted.GetProperty("op").GetString()!, ignoreCase: true)) { Antialias = antialias.GetBoolean() };
            var values = input.ToSingles();
            var (found, _, _) = new Trial((b, x) => Resample.Spatial(b, "resize", x[0], rule with { Size = Size(0) }, rule with { Size = Size(1) }))
                .Given([1, input.Shape[0], input.Shape[1], expected.Shape[2]], values, declared: [1, -1, -1, expected.Shape[2]]).Run();
            Trial.ShouldBeClose(found, expected.ToDoubles(), 1e-5 * values.Max() / Math.Max(1, expected.ToDoubles().Max(Math.Abs)), wanted.ToString());
            compared++;
        }
        compared.ShouldBe(138);
    }

    [Theory]
    [InlineData(Interpolation.Nearest, false)]
    [InlineData(Interpolation.Bilinear, false)]
    [InlineData(Interpolation.Bicubic, false)]
    [InlineData(Interpolation.Bicubic, true)]
    [InlineData(Interpolation.Area, false)]
    [InlineData(Interpolation.Lanczos3, true)]
    public void The_weights_of_every_output_sum_to_one_and_the_way_back_is_the_transpose(Interpolation method, bool antialias)
    {
        foreach (var (input, output) in new[] { (7, 3), (3, 7), (5, 5), (1, 4), (4, 1) })
        {
            var rule = new Resize(method) { Size = output, Antialias = antialias };
            var taps = rule.Taps(input);
            for (var i = 0; i < output; i++) taps.Weights(i).ToArray().Sum(w => (double)w).ShouldBe(1, 1e-6);
            new Trial((b, x) => b.Call("resize", new Resample(1, rule), x[0])).With([2, input, 2]).ShouldMatch(x =>
                [.. Enumerable.Range(0, 2 * output * 2).Select(at => Enumerable.Range(0, taps.Sources(at / 2 % output).Length)
                    .Sum(tap => taps.Weights(at / 2 % output)[tap] * x[0][(at / (2 * output) * input + taps.Sources(at / 2 % output)[tap]) * 2 + at % 2]))]);
        }
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(6, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 1)]
    public void Adaptive_pooling_takes_every_window_once(int input, int output)
    {
        IEnumerable<double> Window(double[] x, int at)
        {
            int i = at / 11 % output, n = at / 11 / output, channel = at % 11;
            for (var source = 0; source < input; source++)
                if (source * output < (i + 1) * input && (source + 1) * output > i * input) yield return x[(n * input + source) * 11 + channel];
        }
        var average = new Trial((b, x) => AdaptivePool.Average(b, "pool", x[0], [output])).With([3, input, 11], declared: [-1, -1, 11]);
        average.ShouldMatch(x => [.. Enumerable.Range(0, 3 * output * 11).Select(at => Window(x[0], at).Average())]);
        average.ShouldNotDependOnThreadsOrBatch();
        var max = new Trial((b, x) => AdaptivePool.Max(b, "pool", x[0], [output])).With([3, input, 11], declared: [-1, -1, 11]);
        max.ShouldMatch(x => [.. Enumerable.Range(0, 3 * output * 11).Select(at => Window(x[0], at).Max())]);
        max.ShouldNotDependOnThreadsOrBatch();
    }

    [Fact]
    public void Batches_and_threads_give_the_same_bits()
    {
        var rule = new Resize(Interpolation.Bicubic) { Antialias = true };
        new Trial((b, x) => Resample.Spatial(b, "resize", x[0], rule with { Size = 17 }, rule with { Factor = 3 })).With([3, 40, 21, 19]).ShouldNotDependOnThreadsOrBatch();
    }

    [Fact]
    public void Of_equal_maxima_the_first_takes_the_cotangent()
    {
        var (value, cotangents, _) = new Trial((b, x) => AdaptivePool.Max(b, "pool", x[0], [1, 1])).Given([1, 2, 2, 1], [1, 5, 5, 5]).Run();
        value.ShouldBe([5]);
        cotangents[0].Select(d => d != 0).ShouldBe([false, true, false, false]);
    }

    [Fact]
    public void Unknown_extents_stay_unknown_under_a_factor()
    {
        var b = new GraphBuilder();
        var x = b.Input("x", [-1, -1, -1, 3]);
        Resample.Spatial(b, "up", x, new Resize(Interpolation.Nearest) { Factor = 2 }, new Resize(Interpolation.Nearest) { Size = 4 }).Shape.ShouldBe([-1, -1, 4, 3]);
    }

    [Fact]
    public void Sizes_that_cannot_be_are_refused()
    {
        var b = new GraphBuilder();
        Node x = b.Input("x", [1, 70_000, 3]), empty = b.Input("empty", [1, 0, 3]);
        Should.Throw<ShapeException>(() => b.Call("up", new Resample(1, new Resize(Interpolation.Nearest) { Factor = 70_000 }), x)).Message.ShouldContain("70000 times 70000");
        Should.Throw<ShapeException>(() => b.Call("up", new Resample(1, new Resize(Interpolation.Nearest) { Factor = 0 }), x)).Message.ShouldContain("factor 0");
        Should.Throw<ShapeException>(() => b.Call("up", new Resample(1, new Resize(Interpolation.Nearest) { Size = 4 }), empty)).Message.ShouldContain("without elements");
        Should.Throw<ShapeException>(() => b.Call("pool", new AdaptiveMax(1, 0), x)).Message.ShouldContain("positive number of windows");
    }

    private static void Reproduce(string fixture, Func<GraphBuilder, Node, Node> build)
    {
        using var arrays = NpzArchive.Open(Fixtures.Path($"{fixture}.npz"));
        NpyArray x = arrays["x"], y = arrays["y"];
        var trial = new Trial((b, inputs) => build(b, inputs[0])).Given(Shape.Create(x.Shape), x.ToSingles(), declared: [-1, .. Ints.Repeat(-1, x.Shape.Length - 2), x.Shape[^1]]);
        if (arrays.Contains("dx")) trial.Seed(arrays["g"].ToSingles());
        var (value, cotangents, shape) = trial.Run();
        shape.ShouldBe(Shape.Create(y.Shape));
        Trial.ShouldBeClose(value, y.ToDoubles(), 1e-5);
        if (arrays.Contains("dx")) Trial.ShouldBeClose(cotangents[0], arrays["dx"].ToDoubles(), 1e-5);
    }
}
