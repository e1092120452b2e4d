using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>The same bits for any number of threads, and for a batch as for its images one by one.</summary>
public sealed class InvarianceTests
{
    private const int Batch = 3;

    private static readonly Dictionary<string, Func<GraphBuilder, Node, Node>> Cases = new()
    {
        ["Gelu"] = (b, x) => b.Call("y", Unary.Of<Gelu>(), x),
        ["Mish"] = (b, x) => b.Call("y", Unary.Of<Mish>(), x),
        ["Multiply"] = (b, x) => b.Call("y", new Multiply(), x, b.Constant("c", [33], Values.Random(1, [33]).Floats)),
        ["Multiply by itself"] = (b, x) => b.Call("y", new Multiply(), x, x),
        ["Select"] = (b, x) => b.Call("y", new Select(), b.Call("p", new Greater(), x, b.Constant("0", 0)), x, b.Constant("c", [25, 1], Values.Random(1, [25]).Floats)),
        ["Softmax"] = (b, x) => b.Call("y", new Softmax(), x),
        ["Softmax of long rows"] = (b, x) => b.Call("y", new Softmax(), b.Call("r", new Reshape([0, -1]), x)),
        ["LogSoftmax"] = (b, x) => b.Call("y", new LogSoftmax(), b.Call("r", new Reshape([0, -1]), x)),
        ["Sparsemax"] = (b, x) => b.Call("y", new Sparsemax(), x),
        ["Sum over pixels"] = (b, x) => b.Call("y", new Reduce(ReduceKind.Sum, [1, 2]), x),
        ["Mean over channels"] = (b, x) => b.Call("y", new Reduce(ReduceKind.Mean, [-1]), x),
        ["Mean over all"] = (b, x) => b.Call("y", new Reduce(ReduceKind.Mean, [1, 2, 3]), x),
        ["Max"] = (b, x) => b.Call("y", new Reduce(ReduceKind.Max, [1, 2]), x),
        ["Transpose"] = (b, x) => b.Call("y", new Transpose([0, 3, 1, 2]), x),
        ["Concat"] = (b, x) => b.Call("y", new Concat(-1), x, x),
        ["Tile"] = (b, x) => b.Call("y", new Tile([1, 2, 1, 3]), x),
        ["Repeat"] = (b, x) => b.Call("y", new Repeat(2, 2), x),
        ["Reverse"] = (b, x) => b.Call("y", new Reverse([1, 3]), x),
        ["MirrorPad"] = (b, x) => b.Call("y", new MirrorPad([0, 2, 3, 0], [0, 1, 2, 0]), x),
        ["Slice"] = (b, x) => b.Call("y", new Slice([0, 1, 0, 2], [-1, -1, -1, -1]), x),
        ["Pad"] = (b, x) => b.Call("y", new Pad([0, 1, 2, 0], [0, 0, 1, 0]), x),
        ["Dense"] = (b, x) => b.Call("y", new Dense(), x, b.Constant("k", [33, 17], Values.Random(1, [33, 17]).Floats)),
        ["MatMul"] = (b, x) => b.Call("y", new MatMul(false, true), x, x),
        ["Convolution"] = (b, x) => b.Call("y", new Convolution([1, 1], Padding.Same, [1, 1]), x, b.Constant("k", [3, 3, 33, 8], Values.Random(1, [3, 3, 33, 8]).Floats)),
        ["Depthwise convolution"] = (b, x) => b.Call("y", new Convolution([2, 2], Padding.Same, [1, 1], 33), x, b.Constant("k", [3, 3, 1, 33], Values.Random(1, [3, 3, 1, 33]).Floats)),
        ["Transposed convolution"] = (b, x) => b.Call("y", new ConvolutionTranspose([2, 2], Padding.Same, [1, 1]), x, b.Constant("k", [3, 3, 8, 33], Values.Random(1, [3, 3, 8, 33]).Floats)),
        ["MaxPool"] = (b, x) => b.Call("y", new MaxPool(new([3, 3], [2, 2], Padding.Same, [1, 1])), x),
        ["AveragePool"] = (b, x) => b.Call("y", new AveragePool(new([2, 2], [2, 2], Padding.Valid, [1, 1])), x),
    };

    // An odd number of elements an image, so that images differ in their alignment.
    private static readonly Values Images = Values.Random(7, [Batch, 23, 25, 33]);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_change_no_bit(string name)
    {
        var one = Run(name, Images, 1);
        foreach (var threads in new[] { 2, 5 })
        {
            var many = Run(name, Images, threads);
            many.Values.AsSpan().SequenceEqual(one.Values).ShouldBeTrue($"{threads} threads, values");
            many.Gradient.AsSpan().SequenceEqual(one.Gradient).ShouldBeTrue($"{threads} threads, gradient");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_is_its_images_one_by_one(string name)
    {
        var all = Run(name, Images, 2);
        var size = Images.Items.Length / Batch;
        for (var image = 0; image < Batch; image++)
        {
            var alone = Run(name, new(Images.Shape.With(0, 1), Images.Items[(image * size)..((image + 1) * size)]), 2);
            Part(all.Values, image).SequenceEqual(alone.Values).ShouldBeTrue($"image {image}, values");
            Part(all.Gradient, image).SequenceEqual(alone.Gradient).ShouldBeTrue($"image {image}, gradient");
        }

        static ReadOnlySpan<float> Part(float[] values, int image) => values.AsSpan(image * (values.Length / Batch), values.Length / Batch);
    }

    /// <summary>The value and the cotangent of x, from a seed that is the same for every image.</summary>
    private static (float[] Values, float[] Gradient) Run(string name, Values images, int threads)
    {
        var builder = new GraphBuilder();
        var x = builder.Input("x", images.Shape);
        var y = Cases[name](builder, x);
        var one = Values.Random(9, y.Shape.With(0, 1));
        Values seed = new(y.Shape, [.. Enumerable.Range(0, y.Shape[0]).SelectMany(_ => one.Items)]);
        using var pool = new WorkerPool(threads);
        var (values, gradients) = GradientCheck.Run([x], [images], y, [x], seed, pool);
        return (values, gradients[0]);
    }
}
