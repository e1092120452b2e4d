using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public sealed class StructureTests
{
    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 1, 0 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 2, 0, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 0, 2, 1, 3 })]
    [InlineData(new[] { 2, 1, 4, 1, 3 }, new[] { 4, 3, 1, 0, 2 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 2, 3, 0, 1 })]
    [InlineData(new int[0], new int[0])]
    public void Transpose_moves_axes(int[] extents, int[] permutation) =>
        GradientCheck.Verify(new Transpose(Ints.Create(permutation)), [Values.Random(1, Shape.Create(extents))], x =>
            Values.Of(Shape.Create([.. permutation.Select(p => extents[p])]), i =>
            {
                var source = new int[i.Length];
                for (var axis = 0; axis < i.Length; axis++) source[permutation[axis]] = i[axis];
                return x[0][source];
            }));

    [Theory]
    [InlineData(0, 2, 1, 3)]
    [InlineData(1, 1, 4, 2)]
    [InlineData(-1, 3, 1, 1)]
    [InlineData(1, 5, 0, 1)]
    public void Concat_lays_inputs_end_to_end(int axis, params int[] parts)
    {
        Shape shape = [2, 3, 4];
        Values[] inputs = [.. parts.Select((p, i) => Values.Random(i, shape.With(axis, p)))];
        axis = shape.Axis(axis);
        GradientCheck.Verify(new Concat(axis), inputs, x => Values.Of(shape.With(axis, parts.Sum()), i =>
        {
            var source = (int[])i.Clone();
            var part = 0;
            while (source[axis] >= x[part].Shape[axis]) source[axis] -= x[part++].Shape[axis];
            return x[part][source];
        }));
    }

    [Fact]
    public void Concat_of_a_value_with_itself_adds_both_cotangents() =>
        GradientCheck.Verify((call, x) => call(new Concat(0), [x[0], x[0]]), [Values.Random(1, [3, 2])], x => Values.Of([6, 2], i => x[0][i[0] % 3, i[1]]));

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 2, 2 })]
    [InlineData(new[] { 2, 3 }, new[] { 1, 3 })]
    [InlineData(new[] { 2, 1, 3 }, new[] { 3, 2, 1 })]
    [InlineData(new[] { 4 }, new[] { 3 })]
    public void Tile_repeats_the_whole(int[] extents, int[] multiples) =>
        GradientCheck.Verify(new Tile(Ints.Create(multiples)), [Values.Random(1, Shape.Create(extents))], x =>
            Values.Of(Shape.Create([.. extents.Zip(multiples, (e, m) => e * m)]), i => x[0][[.. i.Select((v, axis) => v % extents[axis])]]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Repeat_repeats_each_element(int axis)
    {
        Shape shape = [2, 3, 4];
        var own = shape.Axis(axis);
        GradientCheck.Verify(new Repeat(axis, 3), [Values.Random(1, shape)], x =>
            Values.Of(shape.With(axis, shape[axis] * 3), i => x[0][[.. i.Select((v, a) => a == own ? v / 3 : v)]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1, -1)]
    public void Reverse_turns_axes_round(params int[] axes)
    {
        Shape shape = [2, 3, 4];
        var own = axes.Select(shape.Axis).ToArray();
        GradientCheck.Verify(new Reverse(Ints.Create(axes)), [Values.Random(1, shape)], x =>
            Values.Of(shape, i => x[0][[.. i.Select((v, a) => own.Contains(a) ? shape[a] - 1 - v : v)]]));
    }

    [Fact]
    public void Gather_takes_rows_and_its_gradient_adds_up_repeated_ones() =>
        GradientCheck.Verify(new Gather(), [Values.Random(1, [4, 2, 3]), Values.Whole(2, [5, 2], 4)], x =>
            Values.Of([5, 2, 2, 3], i => x[0][(int)x[1][i[0], i[1]], i[2], i[3]]), 1);

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(double.NaN)]
    public void Gather_refuses_a_row_that_is_not_there(double index)
    {
        var error = Should.Throw<ArgumentException>(() => GradientCheck.Verify(new Gather(), [Values.Random(1, [4, 2]), new([1], [index])], x => Values.Of([1, 2], _ => 0), 0, 1));
        error.Message.ShouldContain("0 to 3");
    }

    [Fact]
    public void OneHot_marks_the_place() =>
        GradientCheck.Verify(new OneHot(3), [new([2, 2], [0, 2, 1, 7])], x => Values.Of([2, 2, 3], i => x[0][i[0], i[1]] == i[2] ? 1 : 0), 0);

    [Fact]
    public void DepthToSpace_spreads_channels() =>
        GradientCheck.Verify(new DepthToSpace(2), [Values.Random(1, [2, 3, 2, 12])], x =>
            Values.Of([2, 6, 4, 3], i => x[0][i[0], i[1] / 2, i[2] / 2, (i[1] % 2 * 2 + i[2] % 2) * 3 + i[3]]));

    [Fact]
    public void SpaceToDepth_gathers_blocks() =>
        GradientCheck.Verify(new SpaceToDepth(2), [Values.Random(1, [2, 6, 4, 3])], x =>
            Values.Of([2, 3, 2, 12], i => x[0][i[0], i[1] * 2 + i[3] / 6, i[2] * 2 + i[3] / 3 % 2, i[3] % 3]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MirrorPad_mirrors(bool symmetric)
    {
        int[] before = [0, 2, 1], after = [0, 1, 3];
        int Source(int i, int extent)
        {
            var line = new List<int>();
            for (var turn = 0; turn < 3; turn++)
            {
                line.AddRange(Enumerable.Range(0, extent));
                line.AddRange(symmetric ? Enumerable.Range(0, extent).Reverse() : Enumerable.Range(1, Math.Max(0, extent - 2)).Reverse());
            }
            var period = line.Count / 3;
            return line[i < 0 ? i + period : i];
        }
        GradientCheck.Verify(new MirrorPad(Ints.Create(before), Ints.Create(after), symmetric), [Values.Random(1, [2, 3, 4])], x =>
            Values.Of([2, 6, 8], i => x[0][i[0], Source(i[1] - 2, 3), Source(i[2] - 1, 4)]));
    }

    [Fact]
    public void Reshape_keeps_the_order() =>
        GradientCheck.Verify(new Reshape([0, -1, 2]), [Values.Random(1, [3, 4, 2])], x => new([3, 4, 2], x[0].Items));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-5.0)]
    public void Pad_surrounds(double value) =>
        GradientCheck.Verify(new Pad([0, 1, 2], [1, 0, 3], (float)value), [Values.Random(1, [2, 3, 4])], x =>
            Values.Of([3, 4, 9], i => i[0] < 2 && i[1] >= 1 && i[2] is >= 2 and < 6 ? x[0][i[0], i[1] - 1, i[2] - 2] : value));

    [Fact]
    public void Slice_takes_every_nth() =>
        GradientCheck.Verify(new Slice([1, 0, 5], [2, -1, 3]) { Steps = [1, 2, -2] }, [Values.Random(1, [3, 5, 6])], x =>
            Values.Of([2, 3, 3], i => x[0][i[0] + 1, i[1] * 2, 5 - 2 * i[2]]));

    [Fact]
    public void Slice_to_the_end() =>
        GradientCheck.Verify(new Slice([1, 2], [-1, -1]), [Values.Random(1, [3, 5])], x => Values.Of([2, 3], i => x[0][i[0] + 1, i[1] + 2]));

    [Fact]
    public void BroadcastTo_repeats() =>
        GradientCheck.Verify(new BroadcastTo([2, 3, 4]), [Values.Random(1, [3, 1])], x => Values.Of([2, 3, 4], i => x[0][i[1], 0]));

    [Fact]
    public void Glu_gates_one_half_with_the_other() =>
        GradientCheck.Verify((call, x) => Glu.Of(x[0], -1, call), [Values.Random(1, [2, 6])], x =>
            Values.Of([2, 3], i => x[0][i[0], i[1]] / (1 + Math.Exp(-x[0][i[0], i[1] + 3]))));

    [Fact]
    public void Unknown_extents_stay_unknown()
    {
        var builder = new GraphBuilder();
        var x = builder.Input("x", [-1, -1, 4, 8]);
        Shape Call(Operation operation, params ReadOnlySpan<Node> inputs) => builder.Call("y", operation, inputs).Shape;
        Call(new Transpose([0, 3, 1, 2]), x).ShouldBe(Shape.Create([-1, 8, -1, 4]));
        Call(new Concat(1), x, x).ShouldBe(Shape.Create([-1, -1, 4, 8]));
        Call(new Concat(3), x, x).ShouldBe(Shape.Create([-1, -1, 4, 16]));
        Call(new Repeat(1, 2), x).ShouldBe(Shape.Create([-1, -1, 4, 8]));
        Call(new Tile([1, 2, 2, 1]), x).ShouldBe(Shape.Create([-1, -1, 8, 8]));
        Call(new DepthToSpace(2), x).ShouldBe(Shape.Create([-1, -1, 8, 2]));
        Call(new SpaceToDepth(2), x).ShouldBe(Shape.Create([-1, -1, 2, 32]));
        Call(new MirrorPad([0, 1, 1, 0], [0, 1, 1, 0]), x).ShouldBe(Shape.Create([-1, -1, 6, 8]));
    }

    public static TheoryData<Operation, int[][]> Misfits => new()
    {
        { new Transpose([0, 0]), [[2, 3]] },
        { new Transpose([1, 0]), [[2, 3, 4]] },
        { new Concat(1), [[2, 3], [3, 3]] },
        { new Concat(2), [[2, 3], [2, 3]] },
        { new Concat(0), [[2, 3], [2]] },
        { new Concat(0), [] },
        { new Tile([2]), [[2, 3]] },
        { new Tile([2, -1]), [[2, 3]] },
        { new Repeat(3, 2), [[2, 3]] },
        { new Repeat(0, 0), [[2, 3]] },
        { new Reverse([5]), [[2]] },
        { new Gather(), [[], [2]] },
        { new DepthToSpace(2), [[1, 2, 2, 3]] },
        { new SpaceToDepth(2), [[1, 3, 2, 3]] },
        { new MirrorPad([3], [0]), [[3]] },
        { new MirrorPad([4], [0], true), [[3]] },
        { new MirrorPad([-1], [0]), [[3]] },
        { new LogSoftmax(), [[]] },
        { new Sparsemax(), [[]] },
        { new Add(), [[2], [3]] },
        { new Add(), [[0], [3]] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Shapes_that_do_not_fit_are_refused(Operation operation, int[][] shapes)
    {
        var builder = new GraphBuilder();
        Node[] inputs = [.. shapes.Select(s => builder.Input("x", Shape.Create(s)))];
        Should.Throw<ShapeException>(() => builder.Call("y", operation, inputs)).Message.ShouldContain("'y'");
    }
}
