using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Tests.Kernels;

public sealed unsafe class ConvolutionTests
{
    private const float Infinity = float.PositiveInfinity;

    public static TheoryData<string> Names => new(Geometries.Keys);

    private static Dictionary<string, ConvolutionGeometry> Geometries { get; } = new()
    {
        ["1x1"] = Same(1, 9, 7, 33, 70, k: 1),
        ["1x1 stride 2"] = Same(2, 7, 7, 17, 5, k: 1, stride: 2),
        ["1x1 deep"] = Same(1, 3, 3, 2300, 20, k: 1),
        ["3x3"] = Same(2, 8, 9, 16, 64, k: 3),
        ["3x3 many channels"] = Same(1, 6, 5, 130, 66, k: 3),
        ["3x3 odd image"] = Same(2, 7, 9, 64, 40, k: 3),
        ["3x3 row of patches"] = Same(1, 4, 31, 33, 64, k: 3),
        ["3x3 valid"] = new() { InH = 9, InW = 8, InC = 48, OutH = 7, OutW = 6, OutC = 32, KH = 3, KW = 3 },
        ["3x3 full"] = new() { InH = 5, InW = 6, InC = 32, OutH = 7, OutW = 8, OutC = 35, KH = 3, KW = 3, PH = 2, PW = 2 },
        ["3x3 padded beyond the kernel"] = new() { InH = 5, InW = 6, InC = 32, OutH = 11, OutW = 5, OutC = 32, KH = 3, KW = 3, PH = 4, PW = 1 },
        ["many small images"] = Same(23, 5, 5, 64, 64, k: 3),
        ["few channels of many small images"] = Same(340, 5, 5, 3, 8, k: 3),
        ["groups of many small images"] = Same(44, 5, 5, 64, 64, k: 3) with { Groups = 4 },
        ["large image"] = Same(3, 70, 41, 2, 5, k: 3, stride: 2),
        ["large image dilated"] = Same(2, 40, 30, 8, 6, k: 3, dilation: 3) with { Groups = 2 },
        ["long row"] = new() { Batch = 2, InW = 1300, InC = 6, OutW = 640, OutC = 9, KW = 5, SW = 2, DW = 3, PW = 2, Groups = 3 },
        ["3x3 many patches"] = Same(1, 26, 23, 32, 32, k: 3),
        ["3x3 stride 2"] = Same(1, 11, 10, 20, 24, k: 3, stride: 2),
        ["3x3 dilated"] = Same(1, 9, 9, 18, 19, k: 3, dilation: 2),
        ["3x3 dilated strided"] = Same(1, 13, 12, 4, 6, k: 3, stride: 2, dilation: 2),
        ["3x3 dilation 2 stride 3"] = Same(1, 13, 12, 4, 6, k: 3, stride: 3, dilation: 2),
        ["3x3 image"] = Same(2, 12, 13, 3, 40, k: 3),
        ["3x3 image stride 2"] = Same(1, 13, 12, 3, 32, k: 3, stride: 2),
        ["7x7 image stride 2"] = Same(1, 20, 18, 3, 64, k: 7, stride: 2),
        ["5x5 on one channel"] = Same(2, 9, 9, 1, 1, k: 5),
        ["3x3 to one channel"] = Same(1, 7, 7, 32, 1, k: 3),
        ["3x3 image to 32"] = Same(2, 9, 10, 3, 32, k: 3),
        ["7x7 image to 48 stride 2"] = Same(1, 15, 16, 3, 48, k: 7, stride: 2),
        ["1x1 to 4"] = Same(1, 5, 5, 16, 4, k: 1),
        ["groups to 2"] = Same(1, 5, 6, 32, 4, k: 3) with { Groups = 2 },
        ["2x2 stride 2"] = Same(1, 8, 6, 5, 9, k: 2, stride: 2),
        ["2x2 stride 3"] = Same(1, 8, 7, 5, 9, k: 2, stride: 3),
        ["valid"] = new() { InH = 9, InW = 8, InC = 21, OutH = 7, OutW = 5, OutC = 17, KH = 3, KW = 4 },
        ["asymmetric padding"] = new() { InH = 6, InW = 5, InC = 6, OutH = 8, OutW = 9, OutC = 11, KH = 3, KW = 2, PH = 3, PW = 4 },
        ["asymmetric kernel image"] = new() { InH = 6, InW = 5, InC = 3, OutH = 8, OutW = 9, OutC = 11, KH = 3, KW = 2, PH = 3, PW = 4 },
        ["1-d causal"] = new() { InW = 20, InC = 7, OutW = 20, OutC = 12, KW = 3, DW = 2, PW = 4 },
        ["input unread at the end"] = new() { InH = 8, InW = 8, InC = 4, OutH = 3, OutW = 3, OutC = 4, KH = 2, KW = 2, SH = 2, SW = 2 },
        ["3-d"] = new() { Batch = 2, InD = 4, InH = 5, InW = 6, InC = 5, OutD = 4, OutH = 5, OutW = 6, OutC = 18, KD = 3, KH = 3, KW = 3, PD = 1, PH = 1, PW = 1 },
        ["3-d strided"] = new() { InD = 5, InH = 5, InW = 6, InC = 3, OutD = 3, OutH = 3, OutW = 3, OutC = 10, KD = 3, KH = 3, KW = 3, SD = 2, SH = 2, SW = 2, PD = 1, PH = 1, PW = 1 },
        ["groups"] = Same(2, 6, 7, 24, 12, k: 3) with { Groups = 4 },
        ["groups strided"] = Same(1, 9, 9, 6, 60, k: 3, stride: 2) with { Groups = 3 },
        ["depthwise"] = Depthwise(2, 9, 10, 70, 3, 1),
        ["depthwise stride 2"] = Depthwise(1, 10, 11, 67, 3, 2),
        ["depthwise 5x5"] = Depthwise(1, 9, 9, 32, 5, 1),
        ["depthwise 5x5 stride 2"] = Depthwise(1, 12, 9, 19, 5, 2),
        ["depthwise 1x1"] = Depthwise(1, 5, 5, 9, 1, 1),
        ["depthwise dilated"] = Same(1, 9, 11, 13, 13, k: 3, dilation: 3) with { Groups = 13 },
        ["depthwise small image"] = Depthwise(1, 2, 1, 40, 5, 1),
        ["depthwise 3-d"] = new() { InD = 4, InH = 5, InW = 6, InC = 9, OutD = 2, OutH = 5, OutW = 6, OutC = 9, KD = 3, KH = 3, KW = 3, SD = 2, PD = 1, PH = 1, PW = 1, Groups = 9 },
        ["depthwise multiplier 2"] = Same(1, 8, 8, 11, 22, k: 3) with { Groups = 11 },
        ["depthwise multiplier 3 stride 2"] = Same(1, 8, 8, 5, 15, k: 3, stride: 2) with { Groups = 5 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardEqualsItsDefinition(string name)
    {
        var g = Geometries[name];
        CheckForward(g, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TransposeIsTheAdjoint(string name) => CheckTranspose(Geometries[name], name);

    [Theory]
    [MemberData(nameof(Names))]
    public void KernelGradientEqualsItsDefinition(string name) => CheckKernelGradient(Geometries[name], name);

    [Fact]
    public void RandomGeometriesAgreeWithTheDefinition()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var g = RandomGeometry(new Random(seed));
            CheckForward(g, $"seed {seed}: {g}");
            CheckTranspose(g, $"seed {seed}: {g}");
            CheckKernelGradient(g, $"seed {seed}: {g}");
        }
    }

    /// <summary>
    /// The kernel's gradient goes through the positions in steps of several small images or of some rows of a large one, and through blocks of images where there are
    /// few rows of products: geometries on all sides of these borders, on any number of threads.
    /// </summary>
    [Fact]
    public void RandomKernelGradientsAgreeWithTheDefinition()
    {
        int blocks = 0, manyImages = 0, manyRows = 0, groups = 0, strides = 0, dilations = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var g = RandomPlane(new Random(seed));
            CheckKernelGradient(g, $"seed {seed}: {g}");
            var x = KernelTesting.Random(1, g.Batch * g.InputSize);
            var dy = KernelTesting.Random(2, g.Batch * g.OutputSize);
            float[]? expected = null;
            foreach (var threads in new[] { 1, 2, 5 })
            {
                using var pool = new WorkerPool(threads);
                var dk = KernelGradient(g, x, dy, pool);
                dk.AsSpan().SequenceEqual(expected ??= dk).ShouldBeTrue($"seed {seed}: {g}, {threads} threads");
            }
            if (Convolution.KernelGradientScratch(g) > 0) blocks++;
            if (g.OutH * g.OutW > 512) manyRows++;
            else if (g.Batch * g.OutH * g.OutW > 512) manyImages++;
            if (g.Groups > 1) groups++;
            if (g.SH * g.SW > 1) strides++;
            if (g.DH * g.DW > 1) dilations++;
        }
        int[] met = [blocks, manyImages, manyRows, groups, strides, dilations];
        met.ShouldAllBe(count => count >= 8, string.Join(", ", met));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryThreadCountAndEveryBatchGivesTheSameBits(string name)
    {
        var one = Geometries[name] with { Batch = 1 };
        var three = one with { Batch = 3 };
        var x = KernelTesting.Random(1, three.Batch * three.InputSize);
        var dy = KernelTesting.Random(2, three.Batch * three.OutputSize);
        var kernel = KernelTesting.Random(3, ConvolutionReference.KernelLength(one));
        KernelTesting.OnEveryPath(path =>
        {
            foreach (var algorithm in Algorithms(one, transposed: false))
                CheckBits(algorithm, transposed: false, x, three.InputSize, three.OutputSize);
            foreach (var algorithm in Algorithms(one, transposed: true))
                CheckBits(algorithm, transposed: true, dy, three.OutputSize, three.InputSize);
            float[]? gradient = null;
            foreach (var threads in new[] { 1, 2, 5 })
            {
                using var pool = new WorkerPool(threads);
                var dk = KernelGradient(three, x, dy, pool);
                dk.AsSpan().SequenceEqual(gradient ??= dk).ShouldBeTrue($"{path}, {threads} threads");
            }

            void CheckBits(ConvolutionAlgorithm algorithm, bool transposed, float[] source, long sourceSize, long targetSize)
            {
                float[]? expected = null;
                foreach (var threads in new[] { 1, 2, 5 })
                {
                    using var pool = new WorkerPool(threads);
                    var y = Run(three, algorithm, transposed, source, kernel, null, null, -Infinity, Infinity, pool);
                    y.AsSpan().SequenceEqual(expected ??= y).ShouldBeTrue($"{path}, {algorithm}, {threads} threads");
                }
                for (var image = 0; image < three.Batch; image++)
                {
                    var y = Run(one, algorithm, transposed, Image(source, image, sourceSize), kernel, null, null, -Infinity, Infinity, WorkerPool.Shared);
                    y.AsSpan().SequenceEqual(Image(expected!, image, targetSize)).ShouldBeTrue($"{path}, {algorithm}, image {image}");
                }
            }
        });
    }

    [Theory]
    [InlineData("3x3")]
    [InlineData("3x3 image")]
    [InlineData("depthwise")]
    public void NotANumberPassesTheClamp(string name)
    {
        var g = Geometries[name];
        var x = KernelTesting.Random(1, g.Batch * g.InputSize);
        var kernel = KernelTesting.Random(3, ConvolutionReference.KernelLength(g));
        x[0] = float.NaN;
        KernelTesting.OnEveryPath(_ => 
        {
            foreach (var algorithm in Algorithms(g, transposed: false))
                float.IsNaN(Run(g, algorithm, false, x, kernel, null, null, 0, 6, WorkerPool.Shared)[0]).ShouldBeTrue($"{algorithm}");
        });
    }

    [Fact]
    public void NoAlgorithmDependsOnTheBatch()
    {
        foreach (var g in Geometries.Values)
        {
            Convolution.ChooseForward(g with { Batch = 1 }).ShouldBe(Convolution.ChooseForward(g with { Batch = 64 }));
            Convolution.ChooseTranspose(g with { Batch = 1 }).ShouldBe(Convolution.ChooseTranspose(g with { Batch = 64 }));
        }
    }

    internal static ConvolutionGeometry Same(int batch, int h, int w, int inC, int outC, int k, int stride = 1, int dilation = 1)
    {
        var (outH, outW) = ((h + stride - 1) / stride, (w + stride - 1) / stride);
        var reach = (k - 1) * dilation + 1;
        return new ConvolutionGeometry
        {
            Batch = batch, InH = h, InW = w, InC = inC, OutH = outH, OutW = outW, OutC = outC, KH = k, KW = k,
            SH = stride, SW = stride, DH = dilation, DW = dilation,
            PH = Math.Max(0, (outH - 1) * stride + reach - h) / 2, PW = Math.Max(0, (outW - 1) * stride + reach - w) / 2,
        };
    }

    private static ConvolutionGeometry Depthwise(int batch, int h, int w, int channels, int k, int stride) =>
        Same(batch, h, w, channels, channels, k, stride) with { Groups = channels };

    private static ConvolutionGeometry RandomGeometry(Random r)
    {
        var groups = r.Next(4) == 0 ? r.Next(1, 5) : 1;
        var kernel = r.Next(1, 8);
        var g = new ConvolutionGeometry
        {
            Batch = r.Next(1, 3), InD = r.Next(3) == 0 ? r.Next(1, 4) : 1, InH = r.Next(1, 12), InW = r.Next(1, 12),
            InC = r.Next(1, 71 / groups) * groups, OutC = r.Next(1, 71 / groups) * groups, Groups = groups,
            KH = kernel, KW = r.Next(1, 8), SH = r.Next(1, 4), SW = r.Next(1, 4), DH = r.Next(1, 3), DW = r.Next(1, 3),
            PH = r.Next(0, kernel), PW = r.Next(0, 3),
        };
        if (g.InD > 1)
            g = g with { KD = r.Next(1, 4), SD = r.Next(1, 3), DD = r.Next(1, 3), PD = r.Next(0, 3) };
        if (r.Next(4) == 0)
            g = g with { OutC = g.InC, Groups = g.InC };
        // The padding behind is whatever the output size implies, possibly cutting the input short.
        return g with { OutD = g.InD > 1 ? r.Next(1, 4) : 1, OutH = r.Next(1, 9), OutW = r.Next(1, 9) };
    }

    private static ConvolutionGeometry RandomPlane(Random r)
    {
        var isLarge = r.Next(2) == 0;
        int groups = r.Next(1, 4), outH = isLarge ? r.Next(10, 40) : r.Next(1, 9), outW = isLarge ? r.Next(10, 60) : r.Next(1, 9);
        var g = new ConvolutionGeometry
        {
            Batch = isLarge ? r.Next(1, 4) : r.Next(1, 60), OutH = outH, OutW = outW, Groups = groups, InC = groups * r.Next(1, 7), OutC = groups * r.Next(1, 12),
            KH = r.Next(1, 5), KW = r.Next(1, 5), SH = r.Next(1, 3), SW = r.Next(1, 4), DH = r.Next(1, 3), DW = r.Next(1, 3), PH = r.Next(0, 4), PW = r.Next(0, 4),
        };
        // An input that the output reads in whole, or some rows and columns more or fewer.
        int Extent(int count, int stride, int taps, int dilation, int padding) => Math.Max(1, (count - 1) * stride + (taps - 1) * dilation + 1 - 2 * padding + r.Next(-2, 3));
        return g with { InH = Extent(outH, g.SH, g.KH, g.DH, g.PH), InW = Extent(outW, g.SW, g.KW, g.DW, g.PW) };
    }

    private static void CheckForward(ConvolutionGeometry g, string name)
    {
        var x = KernelTesting.Random(1, g.Batch * g.InputSize);
        var kernel = KernelTesting.Random(2, ConvolutionReference.KernelLength(g));
        var bias = KernelTesting.Random(3, g.OutC);
        var residual = KernelTesting.Random(4, g.Batch * g.OutputSize);
        var (value, magnitude) = ConvolutionReference.Forward(g, x, kernel);
        Check(g, false, x, kernel, value, magnitude, bias, residual, name);
    }

    private static void CheckTranspose(ConvolutionGeometry g, string name)
    {
        var dy = KernelTesting.Random(1, g.Batch * g.OutputSize);
        var kernel = KernelTesting.Random(2, ConvolutionReference.KernelLength(g));
        var bias = KernelTesting.Random(3, g.InC);
        var residual = KernelTesting.Random(4, g.Batch * g.InputSize);
        var (value, magnitude) = ConvolutionReference.Transpose(g, dy, kernel);
        Check(g, true, dy, kernel, value, magnitude, bias, residual, name);
    }

    private static void Check(
        ConvolutionGeometry g, bool transposed, float[] x, float[] kernel, double[] value, double[] magnitude, float[] bias, float[] residual, string name)
    {
        var terms = g.Taps * Math.Max(g.InC, g.OutC) / g.Groups;
        var complete = new double[value.Length];
        var completeMagnitude = new double[value.Length];
        for (var i = 0; i < value.Length; i++)
        {
            complete[i] = Math.Clamp(value[i] + bias[i % bias.Length] + residual[i], -0.5, 1.5);
            completeMagnitude[i] = magnitude[i] + Math.Abs(bias[i % bias.Length]) + Math.Abs(residual[i]);
        }
        var gate = KernelTesting.Random(5, value.Length);
        var gated = value.Select((v, i) => gate[i] > -0.25f && gate[i] < 0.5f ? v + bias[i % bias.Length] + residual[i] : 0).ToArray();
        KernelTesting.OnEveryPath(path =>
        {
            foreach (var algorithm in Algorithms(g, transposed))
            {
                var what = $"{name}, {path}, {algorithm}";
                Run(g, algorithm, transposed, x, kernel, null, null, -Infinity, Infinity, WorkerPool.Shared).ShouldBeWithin(value, magnitude, terms, what);
                Run(g, algorithm, transposed, x, kernel, bias, residual, -0.5f, 1.5f, WorkerPool.Shared).ShouldBeWithin(complete, completeMagnitude, terms, what + ", fused");
                Run(g, algorithm, transposed, x, kernel, bias, residual, -0.25f, 0.5f, WorkerPool.Shared, gate).ShouldBeWithin(gated, completeMagnitude, terms, what + ", gated");
            }
        });
    }

    private static void CheckKernelGradient(ConvolutionGeometry g, string name)
    {
        var x = KernelTesting.Random(1, g.Batch * g.InputSize);
        var dy = KernelTesting.Random(2, g.Batch * g.OutputSize);
        var (value, magnitude) = ConvolutionReference.KernelGradient(g, x, dy);
        KernelTesting.OnEveryPath(path =>
            KernelGradient(g, x, dy, WorkerPool.Shared).ShouldBeWithin(value, magnitude, g.Batch * g.OutD * g.OutH * g.OutW, $"{name}, {path}"));
    }

    private static float[] Run(
        ConvolutionGeometry g, ConvolutionAlgorithm algorithm, bool transposed, float[] x, float[] kernel, float[]? bias, float[]? residual,
        float lo, float hi, WorkerPool pool, float[]? gate = null)
    {
        using var source = new GuardedBuffer(x);
        using var weights = new GuardedBuffer(kernel);
        using var packed = new GuardedBuffer(Convolution.PackedLength(g, algorithm, transposed));
        using var biases = new GuardedBuffer(bias ?? []);
        using var added = new GuardedBuffer(residual ?? []);
        using var gates = new GuardedBuffer(gate ?? []);
        using var target = new GuardedBuffer(g.Batch * (transposed ? g.InputSize : g.OutputSize));
        Convolution.Pack(g, algorithm, transposed, weights.Address, packed.Address, pool);
        var biasAddress = bias is null ? null : biases.Address;
        var addedAddress = residual is null ? null : added.Address;
        var gateAddress = gate is null ? null : gates.Address;
        if (transposed)
            Convolution.Transpose(g, algorithm, source.Address, packed.Address, biasAddress, addedAddress, lo, hi, target.Address, pool, gateAddress);
        else
            Convolution.Forward(g, algorithm, source.Address, packed.Address, biasAddress, addedAddress, lo, hi, target.Address, pool, gateAddress);
        return target.Span.ToArray();
    }

    private static float[] KernelGradient(ConvolutionGeometry g, float[] x, float[] dy, WorkerPool pool)
    {
        using var input = new GuardedBuffer(x);
        using var output = new GuardedBuffer(dy);
        using var target = new GuardedBuffer(ConvolutionReference.KernelLength(g));
        using var scratch = new GuardedBuffer((int)Convolution.KernelGradientScratch(g));
        Convolution.KernelGradient(g, input.Address, output.Address, target.Address, scratch.Address, pool);
        return target.Span.ToArray();
    }

    /// <summary>Every algorithm that can compute this, chosen for it or not.</summary>
    private static HashSet<ConvolutionAlgorithm> Algorithms(ConvolutionGeometry g, bool transposed)
    {
        HashSet<ConvolutionAlgorithm> algorithms =
            [ConvolutionAlgorithm.Direct, transposed ? Convolution.ChooseTranspose(g) : Convolution.ChooseForward(g)];
        if (g is { KD: 1, InD: 1, OutD: 1, PD: 0, KH: 3, KW: 3, SH: 1, SW: 1, DH: 1, DW: 1, Groups: 1 })
            algorithms.Add(ConvolutionAlgorithm.Winograd);
        return algorithms;
    }

    private static float[] Image(float[] values, int image, long size) => values.AsSpan((int)(image * size), (int)size).ToArray();
}
