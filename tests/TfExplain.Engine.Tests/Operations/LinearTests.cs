using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public sealed class LinearTests
{
    [Theory]
    [InlineData(false, false, new[] { 3, 4 }, new[] { 4, 5 })]
    [InlineData(true, false, new[] { 4, 3 }, new[] { 4, 5 })]
    [InlineData(false, true, new[] { 3, 4 }, new[] { 5, 4 })]
    [InlineData(true, true, new[] { 4, 3 }, new[] { 5, 4 })]
    [InlineData(false, false, new[] { 2, 3, 4 }, new[] { 2, 4, 5 })]
    [InlineData(false, true, new[] { 2, 1, 3, 4 }, new[] { 3, 5, 4 })]
    [InlineData(true, false, new[] { 2, 3, 4, 2 }, new[] { 1, 1, 4, 3 })]
    [InlineData(true, true, new[] { 4, 2 }, new[] { 2, 3, 5, 4 })]
    public void MatMul_multiplies_matrices(bool transposeA, bool transposeB, int[] ofA, int[] ofB)
    {
        Shape a = Shape.Create(ofA), b = Shape.Create(ofB);
        Shape output = [.. Shape.Broadcast(a[..^2], b[..^2]), a[transposeA ? ^1 : ^2], b[transposeB ? ^2 : ^1]];
        GradientCheck.Verify(new MatMul(transposeA, transposeB), [Values.Random(1, a), Values.Random(2, b)], x => Values.Of(output, i =>
            Enumerable.Range(0, a[transposeA ? ^2 : ^1]).Sum(k => Element(x[0], i, transposeA, i[^2], k) * Element(x[1], i, transposeB, k, i[^1]))));

        static double Element(Values matrices, int[] index, bool transposed, int row, int column)
        {
            var own = (int[])index.Clone();
            (own[^2], own[^1]) = transposed ? (column, row) : (row, column);
            return matrices[[.. own[(own.Length - matrices.Shape.Rank)..].Select((v, axis) => axis < matrices.Shape.Rank - 2 && matrices.Shape[axis] == 1 ? 0 : v)]];
        }
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(2, 3, 4)]
    [InlineData(2, 1, 3, 4)]
    public void Dense_multiplies_the_last_axis(params int[] extents)
    {
        Shape shape = Shape.Create(extents);
        GradientCheck.Verify(new Dense(), [Values.Random(1, shape), Values.Random(2, [4, 5]), Values.Random(3, [5])], x => Values.Of(shape.With(-1, 5), i =>
            x[2][i[^1]] + Enumerable.Range(0, 4).Sum(k => x[0][[.. i[..^1], k]] * x[1][k, i[^1]])));
    }

    public static TheoryData<Window> Windows =>
    [
        new(Padding.Valid, [2, 5, 3], [2]),
        new(Padding.Causal, [2, 6, 3], [3], Dilation: 2),
        new(Padding.Same, [1, 5, 6, 3], [3, 3]),
        new(Padding.Same, [2, 6, 5, 2], [3, 2], Stride: 2),
        new(Padding.Valid, [1, 7, 6, 2], [2, 3], Dilation: 2),
        new(Padding.Explicit([1, 2], [0, 3]), [1, 4, 5, 2], [3, 3], Stride: 2),
        new(Padding.Same, [1, 5, 4, 4], [3, 3], Groups: 2),
        new(Padding.Same, [1, 5, 4, 3], [3, 3], Stride: 2, Groups: 3),
        new(Padding.Valid, [1, 3, 4, 3, 2], [2, 2, 2]),
        new(Padding.Same, [1, 3, 3, 4, 2], [2, 1, 3], Stride: 2),
    ];

    [Theory]
    [MemberData(nameof(Windows))]
    public void Convolution_sums_over_taps_and_channels(Window w)
    {
        var filters = 2 * w.Groups;
        var perGroup = w.X[^1] / w.Groups;
        var operation = new Convolution(w.Strides, w.Padding, w.Dilations, w.Groups);
        GradientCheck.Verify(operation, [Values.Random(1, w.X), Values.Random(2, [.. w.Size, perGroup, filters]), Values.Random(3, [filters])], x =>
            Values.Of(w.Output(filters), i => x[2][i[^1]] + w.Taps(i).Sum(tap => Enumerable.Range(0, perGroup)
                .Sum(c => x[0][[i[0], .. tap.Position, i[^1] / 2 * perGroup + c]] * x[1][[.. tap.Tap, c, i[^1]]]))));
    }

    /// <summary>The adjoint of the convolution: every product of the convolution's sum, with input and output exchanged.</summary>
    [Theory]
    [MemberData(nameof(Windows))]
    public void ConvolutionTranspose_is_the_adjoint(Window w)
    {
        var filters = 2 * w.Groups;
        var perGroup = w.X[^1] / w.Groups;
        var operation = new ConvolutionTranspose(w.Strides, w.Padding, w.Dilations, w.Groups) { OutputSpatial = Ints.Create(w.X.Span[1..^1]) };
        GradientCheck.Verify(operation, [Values.Random(1, w.Output(filters)), Values.Random(2, [.. w.Size, perGroup, filters]), Values.Random(3, [w.X[^1]])], x =>
        {
            var y = Values.Of(w.X, i => x[2][i[^1]]);
            for (var item = 0; item < x[0].Items.Length; item++)
            {
                var p = Values.Index(x[0].Shape, item);
                foreach (var (tap, position) in w.Taps(p))
                    for (var c = 0; c < perGroup; c++)
                    {
                        int[] target = [p[0], .. position, p[^1] / 2 * perGroup + c];
                        y.Items[target.Select((v, axis) => v * (int)w.X.Product(axis + 1, w.X.Rank)).Sum()] += x[0].Items[item] * x[1][[.. tap, c, p[^1]]];
                    }
            }
            return y;
        });
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void MaxPool_takes_the_largest(Window w) =>
        GradientCheck.Verify(new MaxPool(w.Geometry), [Values.Random(1, w.X)], x =>
            Values.Of(w.Output(w.X[^1]), i => w.Taps(i).Select(t => x[0][[i[0], .. t.Position, i[^1]]]).DefaultIfEmpty(double.NegativeInfinity).Max()));

    [Theory]
    [MemberData(nameof(Windows))]
    public void AveragePool_takes_the_mean_of_what_is_there(Window w) =>
        GradientCheck.Verify(new AveragePool(w.Geometry), [Values.Random(1, w.X)], x =>
            Values.Of(w.Output(w.X[^1]), i => w.Taps(i).Average(t => x[0][[i[0], .. t.Position, i[^1]]])));

    [Theory]
    [InlineData("ab,bc->ac", new[] { 2, 3 }, new[] { 3, 4 })]
    [InlineData("ab,bc->ca", new[] { 2, 3 }, new[] { 3, 4 })]
    [InlineData("abc,cd->abd", new[] { 2, 3, 4 }, new[] { 4, 5 })]
    [InlineData("abc,cde->abde", new[] { 2, 3, 4 }, new[] { 4, 2, 3 })]
    [InlineData("abcd,cde->abe", new[] { 2, 3, 2, 4 }, new[] { 2, 4, 5 })]
    [InlineData("aecd,abcd->acbe", new[] { 2, 5, 3, 4 }, new[] { 2, 6, 3, 4 })]
    [InlineData("acbe,aecd->abcd", new[] { 2, 3, 6, 5 }, new[] { 2, 5, 3, 4 })]
    [InlineData("...x,xy->...y", new[] { 2, 3, 4 }, new[] { 4, 5 })]
    [InlineData("a...b,b...->a...", new[] { 2, 3, 4 }, new[] { 4, 3 })]
    [InlineData("...ab,...bc->...ac", new[] { 2, 2, 3, 4 }, new[] { 2, 4, 3 })]
    [InlineData("ab,cd->abcd", new[] { 2, 3 }, new[] { 2, 2 })]
    [InlineData("ab,ab->ab", new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("ab,ab->a", new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("ab,ab->", new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("abz,bc->ac", new[] { 2, 3, 2 }, new[] { 3, 4 })]
    [InlineData("a,ab->b", new[] { 3 }, new[] { 3, 4 })]
    [InlineData("a , b -> ba", new[] { 3 }, new[] { 2 })]
    public void Einsum_sums_over_what_the_result_lacks(string equation, int[] ofA, int[] ofB)
    {
        var parts = equation.Replace(" ", "").Replace("->", ",").Split(',');
        string a = Spell(parts[0], ofA.Length), b = Spell(parts[1], ofB.Length), result = parts[2].Contains("...") ? Spell(parts[2], parts[2].Length - 3 + Math.Max(Free(parts[0], ofA), Free(parts[1], ofB))) : parts[2];
        var labels = (a + b).Distinct().ToArray();
        int Extent(char label) => a.Contains(label) ? ofA[a.IndexOf(label)] : ofB[b.IndexOf(label)];
        Shape all = Shape.Create([.. labels.Select(Extent)]), output = Shape.Create([.. result.Select(Extent)]);
        GradientCheck.Verify((call, x) => Einsum.Of(equation, x[0], x[1], call), [Values.Random(1, Shape.Create(ofA)), Values.Random(2, Shape.Create(ofB))], x =>
        {
            var y = Values.Of(output, _ => 0);
            for (var item = 0; item < all.Count; item++)
            {
                var index = Values.Index(all, item);
                int[] Of(string names) => [.. names.Select(n => index[Array.IndexOf(labels, n)])];
                y.Items[Of(result).Select((v, axis) => v * (int)output.Product(axis + 1, output.Rank)).Sum()] += x[0][Of(a)] * x[1][Of(b)];
            }
            return y;
        });

        static int Free(string operand, int[] shape) => operand.Contains("...") ? shape.Length - operand.Length + 3 : 0;
        static string Spell(string operand, int rank) => operand.Replace("...", "XYZ"[Math.Max(0, 3 - (rank - operand.Length + 3))..]);
    }

    [Fact]
    public void Einsum_leaves_unknown_extents_open()
    {
        var builder = new GraphBuilder();
        Node Call(Operation operation, Node[] inputs) => builder.Call(operation.Kind, operation, inputs);
        Node x = builder.Input("x", [-1, -1, 6]), q = builder.Input("q", [-1, -1, 2, 3]);
        Einsum.Of("abc,cde->abde", x, builder.Input("k", [6, 2, 3]), Call).Shape.ShouldBe(Shape.Create([-1, -1, 2, 3]));
        Einsum.Of("abcd,cde->abe", q, builder.Input("o", [2, 3, 6]), Call).Shape.ShouldBe(Shape.Create([-1, -1, 6]));
        Einsum.Of("aecd,abcd->acbe", q, q, Call).Shape.ShouldBe(Shape.Create([-1, 2, -1, -1]));
    }

    [Theory]
    [InlineData("ab,bc")]
    [InlineData("ab->ab")]
    [InlineData("aa,ab->ab")]
    [InlineData("ab,bc->ad")]
    [InlineData("ab,bc->aa")]
    [InlineData("abc,bc->a")]
    [InlineData("a1,bc->a")]
    [InlineData("ab,ac->bc")]
    public void Einsum_refuses_what_it_cannot_read(string equation)
    {
        var builder = new GraphBuilder();
        Node a = builder.Input("a", [2, 3]), b = builder.Input("b", [3, 4]);
        Should.Throw<ShapeException>(() => Einsum.Of(equation, a, b, (operation, inputs) => builder.Call("y", operation, inputs))).Message.ShouldContain(equation);
    }

    /// <summary>Windows over an input, and the definition of what each covers.</summary>
    public sealed record Window(Padding Padding, Shape X, Ints Size, int Stride = 1, int Dilation = 1, int Groups = 1)
    {
        public Ints Strides => Ints.Repeat(Stride, Size.Count);

        public Ints Dilations => Ints.Repeat(Dilation, Size.Count);

        internal TfExplain.Engine.Operations.Windows Geometry => new(Size, Strides, Padding, Dilations);

        public Shape Output(int channels) => [X[0], .. Enumerable.Range(0, Size.Count).Select(Positions), channels];

        /// <summary>The taps that meet an element, and that element's place.</summary>
        public IEnumerable<(int[] Tap, int[] Position)> Taps(int[] output)
        {
            var taps = Shape.Create(Size.Span);
            for (var item = 0; item < taps.Count; item++)
            {
                var tap = Values.Index(taps, item);
                int[] position = [.. tap.Select((t, axis) => output[axis + 1] * Stride + t * Dilation - Before(axis))];
                if (position.Select((p, axis) => p >= 0 && p < X[axis + 1]).All(inside => inside)) yield return (tap, position);
            }
        }

        private int Reach(int axis) => (Size[axis] - 1) * Dilation + 1;

        private int Positions(int axis) => Padding.Kind switch
        {
            PaddingKind.Same => (X[axis + 1] + Stride - 1) / Stride,
            PaddingKind.Causal => (X[axis + 1] - 1) / Stride + 1,
            PaddingKind.Explicit => (X[axis + 1] + Padding.Before[axis] + Padding.After[axis] - Reach(axis)) / Stride + 1,
            _ => (X[axis + 1] - Reach(axis)) / Stride + 1,
        };

        private int Before(int axis) => Padding.Kind switch
        {
            PaddingKind.Same => Math.Max(0, (Positions(axis) - 1) * Stride + Reach(axis) - X[axis + 1]) / 2,
            PaddingKind.Causal => Reach(axis) - 1,
            PaddingKind.Explicit => Padding.Before[axis],
            _ => 0,
        };
    }
}
