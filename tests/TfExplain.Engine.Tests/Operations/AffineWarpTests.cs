using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public class AffineWarpTests
{
    private static readonly Shape s_images = [2, 4, 5, 3];

    [Theory]
    [InlineData(Interpolation.Nearest, FillMode.Reflect)]
    [InlineData(Interpolation.Nearest, FillMode.Constant)]
    [InlineData(Interpolation.Nearest, FillMode.Wrap)]
    [InlineData(Interpolation.Nearest, FillMode.Nearest)]
    [InlineData(Interpolation.Bilinear, FillMode.Reflect)]
    [InlineData(Interpolation.Bilinear, FillMode.Constant)]
    [InlineData(Interpolation.Bilinear, FillMode.Wrap)]
    [InlineData(Interpolation.Bilinear, FillMode.Nearest)]
    public void Values_and_cotangents_are_the_references(Interpolation interpolation, FillMode fill)
    {
        var warp = new AffineWarp(interpolation, fill, 0.75f);
        foreach (var (height, width) in new[] { (0, 0), (3, 7) })
            for (var seed = 0; seed < 3; seed++)
            {
                // The first two images' positions stay near, the third's go far beyond the edges.
                var transforms = new Values([2, 6], [.. Values.Random(10 + seed, [12], -1.5, 1.5).Items.Select(v => seed == 2 ? v * 9 : v)]);
                GradientCheck.Verify(warp with { Height = height, Width = width }, [Values.Random(seed, s_images), transforms], x => Reference(x[0], x[1], height, width, interpolation, fill, 0.75), 1);
            }
    }

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Bilinear)]
    public void Whole_pixels_are_moved_bit_by_bit(Interpolation interpolation)
    {
        var x = Values.Random(1, [1, 4, 4, 2]);
        float[] Run(FillMode fill, params float[] transform) => Warp(new(interpolation, fill, 9), x, new([1, 6], [.. transform.Select(t => (double)t)]));
        float[] Pick(Func<int, int, (int I, int J)?> source) => Values.Of([1, 4, 4, 2], at => source(at[1], at[2]) is var (i, j) ? x[0, i, j, at[3]] : 9).Floats;

        Run(FillMode.Reflect, 1, 0, 0, 0, 1, 0).ShouldBe(x.Floats);
        Run(FillMode.Constant, -1, 0, 3, 0, 1, 0).ShouldBe(Pick((i, j) => (i, 3 - j)));
        Run(FillMode.Constant, 1, 0, 0, 0, -1, 3).ShouldBe(Pick((i, j) => (3 - i, j)));
        // A quarter turn counter-clockwise: the right column becomes the top row.
        Run(FillMode.Constant, 0, -1, 3, 1, 0, 0).ShouldBe(Pick((i, j) => (j, 3 - i)));
        // Two down, one to the left.
        Run(FillMode.Constant, 1, 0, 1, 0, 1, -2).ShouldBe(Pick((i, j) => i >= 2 && j < 3 ? (i - 2, j + 1) : null));
        Run(FillMode.Nearest, 1, 0, 1, 0, 1, -2).ShouldBe(Pick((i, j) => (Math.Max(i - 2, 0), Math.Min(j + 1, 3))));
        Run(FillMode.Wrap, 1, 0, 1, 0, 1, -2).ShouldBe(Pick((i, j) => ((i + 2) % 4, (j + 1) % 4)));
        Run(FillMode.Reflect, 1, 0, 1, 0, 1, -2).ShouldBe(Pick((i, j) => (i < 2 ? 1 - i : i - 2, j < 3 ? j + 1 : 3)));
    }

    [Fact]
    public void Positions_that_are_no_numbers_lie_outside()
    {
        var x = Values.Random(1, [1, 2, 2, 1]);
        foreach (var wild in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, float.MaxValue })
            Warp(new(Interpolation.Bilinear, FillMode.Constant, 9), x, new([1, 6], [wild, 0, wild, 0, 1, 0])).ShouldAllBe(v => v == 9);
    }

    [Fact]
    public void Neither_threads_nor_batch_matter() =>
        new Trial((builder, x) => builder.Call("y", new AffineWarp(Interpolation.Bilinear, FillMode.Reflect), x))
            .With([3, 21, 19, 5]).With([3, 6]).ShouldNotDependOnThreadsOrBatch();

    [Fact]
    public void Wrong_shapes_are_told()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input("x", [2, 4, 4, 1]), t = builder.Input("t", [2, 6]);
        Should.Throw<ShapeException>(() => builder.Call("a", new AffineWarp(Interpolation.Bicubic, FillMode.Wrap), x, t)).Message.ShouldContain("Bicubic");
        Should.Throw<ShapeException>(() => builder.Call("b", new AffineWarp(Interpolation.Nearest, FillMode.Wrap), t, t)).Message.ShouldContain("expected images");
        Should.Throw<ShapeException>(() => builder.Call("c", new AffineWarp(Interpolation.Nearest, FillMode.Wrap), x, x)).Message.ShouldContain("expected transforms");
        Should.Throw<ShapeException>(() => builder.Call("d", new AffineWarp(Interpolation.Nearest, FillMode.Wrap), x, builder.Input("u", [3, 6]))).Message.ShouldContain("each of 2");
    }

    private static float[] Warp(AffineWarp warp, Values x, Values transforms)
    {
        var builder = new GraphBuilder();
        Node[] inputs = [builder.Input("x", x.Shape), builder.Input("t", transforms.Shape)];
        return GradientCheck.Run(inputs, [x, transforms], builder.Call("y", warp, inputs), [], x).Values;
    }

    /// <summary>Every output pixel as a sum over all pixels of an endless image, each by its distance.</summary>
    private static Values Reference(Values x, Values transforms, int height, int width, Interpolation interpolation, FillMode fill, double value)
    {
        int h = x.Shape[1], w = x.Shape[2];
        int? Beyond(int index, int extent)
        {
            if (fill == FillMode.Constant) return index >= 0 && index < extent ? index : null;
            if (fill == FillMode.Nearest) return Math.Clamp(index, 0, extent - 1);
            while (index < 0 || index >= extent)
                index = fill == FillMode.Wrap ? index + (index < 0 ? extent : -extent) : index < 0 ? -1 - index : 2 * extent - 1 - index;
            return index;
        }
        double Pixel(int n, int i, int j, int c) => Beyond(i, h) is { } row && Beyond(j, w) is { } column ? x[n, row, column, c] : value;
        return Values.Of([x.Shape[0], height == 0 ? h : height, width == 0 ? w : width, x.Shape[3]], at =>
        {
            int n = at[0], i = at[1], j = at[2], c = at[3];
            double T(int k) => (float)transforms[n, k];
            double column = T(0) * j + T(1) * i + T(2), row = T(3) * j + T(4) * i + T(5);
            if (interpolation == Interpolation.Nearest) return Pixel(n, (int)Math.Floor(row + 0.5), (int)Math.Floor(column + 0.5), c);
            double sum = 0;
            for (var y = (int)Math.Floor(row) - 1; y <= row + 2; y++)
                for (var z = (int)Math.Floor(column) - 1; z <= column + 2; z++)
                    sum += Math.Max(0, 1 - Math.Abs(row - y)) * Math.Max(0, 1 - Math.Abs(column - z)) * Pixel(n, y, z, c);
            return sum;
        });
    }
}
