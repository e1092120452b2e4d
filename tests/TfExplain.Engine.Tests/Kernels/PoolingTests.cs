using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Tests.Kernels;

public sealed unsafe class PoolingTests
{
    public static TheoryData<string> Names => new(Geometries.Keys);

    private static Dictionary<string, ConvolutionGeometry> Geometries { get; } = new()
    {
        ["2x2 stride 2"] = ConvolutionTests.Same(2, 8, 8, 35, 35, k: 2, stride: 2),
        ["2x2 stride 2 odd"] = ConvolutionTests.Same(1, 7, 9, 16, 16, k: 2, stride: 2),
        ["3x3 stride 2"] = ConvolutionTests.Same(1, 9, 12, 70, 70, k: 3, stride: 2),
        ["3x3 stride 1"] = ConvolutionTests.Same(2, 6, 5, 3, 3, k: 3),
        ["dilated"] = ConvolutionTests.Same(1, 9, 9, 10, 10, k: 2, stride: 2, dilation: 2),
        ["stride beyond the window"] = ConvolutionTests.Same(1, 9, 9, 10, 10, k: 2, stride: 3),
        ["valid"] = new() { InH = 9, InW = 8, InC = 5, OutH = 4, OutW = 3, OutC = 5, KH = 2, KW = 3, SH = 2, SW = 2 },
        ["global"] = new() { InH = 7, InW = 7, InC = 50, OutC = 50, KH = 7, KW = 7 },
        ["3-d"] = new() { InD = 5, InH = 4, InW = 6, InC = 9, OutD = 3, OutH = 2, OutW = 3, OutC = 9, KD = 2, KH = 2, KW = 3, SD = 2, SH = 2, SW = 2, PW = 1 },
        ["window in the padding"] = new() { InH = 2, InW = 2, InC = 4, OutH = 3, OutW = 3, OutC = 4, KH = 2, KW = 2, SH = 2, SW = 2, PH = 2, PW = 2 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void MaximumAndItsGradientEqualTheirDefinition(string name)
    {
        var g = Geometries[name];
        // Few distinct values, so that windows hold equal maxima.
        var x = Array.ConvertAll(KernelTesting.Random(1, g.Batch * g.InputSize), v => MathF.Round(v * 3));
        var dy = Array.ConvertAll(KernelTesting.Random(2, g.Batch * g.OutputSize), v => MathF.Round(v * 8));
        var y = new float[g.Batch * g.OutputSize];
        var dx = new float[x.Length];
        ForEachWindow(g, (output, inputs) =>
        {
            if (inputs.Count == 0)
                return;
            var best = inputs[0];
            foreach (var i in inputs)
                best = x[i] > x[best] ? i : best;
            y[output] = x[best];
            dx[best] += dy[output];
        });
        KernelTesting.OnEveryPath(path =>
        {
            foreach (var threads in new[] { 1, 2, 5 })
            {
                using var pool = new WorkerPool(threads);
                using var input = new GuardedBuffer(x);
                using var output = new GuardedBuffer(y.Length);
                using var gradient = new GuardedBuffer(dy);
                using var target = new GuardedBuffer(x.Length);
                Pooling.MaxForward(g, input.Address, output.Address, pool);
                output.Span.ToArray().ShouldBe(y, $"{path}");
                Pooling.MaxGradient(g, input.Address, gradient.Address, target.Address, pool);
                target.Span.ToArray().ShouldBe(dx, $"{path}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AverageAndItsGradientEqualTheirDefinition(string name)
    {
        var g = Geometries[name];
        var x = KernelTesting.Random(1, g.Batch * g.InputSize);
        var dy = KernelTesting.Random(2, g.Batch * g.OutputSize);
        foreach (var countPadding in new[] { false, true })
        {
            var y = new double[g.Batch * g.OutputSize];
            var dx = new double[x.Length];
            ForEachWindow(g, (output, inputs) =>
            {
                foreach (var i in inputs)
                {
                    y[output] += x[i] / (double)(countPadding ? g.Taps : inputs.Count);
                    dx[i] += dy[output] / (double)(countPadding ? g.Taps : inputs.Count);
                }
            });
            KernelTesting.OnEveryPath(path =>
            {
                using var input = new GuardedBuffer(x);
                using var output = new GuardedBuffer(y.Length);
                using var gradient = new GuardedBuffer(dy);
                using var target = new GuardedBuffer(x.Length);
                Pooling.AverageForward(g, input.Address, output.Address, countPadding, WorkerPool.Shared);
                ((ReadOnlySpan<float>)output.Span).ShouldBeWithin(y, Ones(y.Length), g.Taps, $"{path}");
                Pooling.AverageGradient(g, gradient.Address, target.Address, countPadding, WorkerPool.Shared);
                ((ReadOnlySpan<float>)target.Span).ShouldBeWithin(dx, Ones(dx.Length), 2 * g.Taps, $"{path}");
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void NotANumberIsTheMaximum(int position) => KernelTesting.OnEveryPath(_ =>
    {
        var g = ConvolutionTests.Same(1, 2, 2, 20, 20, k: 2, stride: 2);
        var x = KernelTesting.Random(1, g.InputSize);
        x[position * 20 + 2] = float.NaN;
        x[position * 20 + 18] = float.NaN;
        using var input = new GuardedBuffer(x);
        using var output = new GuardedBuffer(g.OutputSize);
        Pooling.MaxForward(g, input.Address, output.Address, WorkerPool.Shared);
        float.IsNaN(output.Span[2]).ShouldBeTrue();
        float.IsNaN(output.Span[18]).ShouldBeTrue();
        float.IsNaN(output.Span[3]).ShouldBeFalse();
    });

    private static double[] Ones(int length)
    {
        var ones = new double[length];
        Array.Fill(ones, 1);
        return ones;
    }

    private static void ForEachWindow(ConvolutionGeometry g, Action<long, List<long>> window)
    {
        var inputs = new SortedDictionary<long, List<long>>();
        for (long o = 0; o < g.Batch * g.OutputSize; o++)
            inputs[o] = [];
        var perChannel = g with { OutC = g.InC, Groups = g.InC };
        ConvolutionReference.Visit(perChannel, (x, y, _) => inputs[y].Add(x));
        foreach (var (output, elements) in inputs)
            window(output, elements);
    }
}
