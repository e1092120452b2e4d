using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Benchmarks;

/// <summary>Products and convolutions on one thread against the rate of multiply-adds that never leave the registers.</summary>
internal static unsafe class KernelsCommand
{
    private static readonly (int Size, int In, int Out, int Kernel, int Stride, bool Depthwise)[] Convolutions =
    [
        (224, 3, 64, 3, 1, false), (224, 64, 64, 3, 1, false), (112, 128, 128, 3, 1, false), (56, 256, 256, 3, 1, false), (28, 512, 512, 3, 1, false), (14, 512, 512, 3, 1, false),
        (224, 3, 64, 7, 2, false), (56, 64, 64, 3, 1, false), (56, 64, 256, 1, 1, false), (28, 128, 512, 1, 1, false), (14, 1024, 256, 1, 1, false), (7, 2048, 512, 1, 1, false), (7, 512, 512, 3, 1, false),
        (112, 32, 32, 3, 1, true), (56, 144, 144, 3, 1, true), (28, 192, 192, 5, 1, true), (14, 672, 672, 5, 1, true), (112, 96, 96, 3, 2, true),
    ];

    private static readonly (int M, int N, int K)[] Products = [(384, 384, 384), (1024, 1024, 1024), (49, 512, 2048), (3136, 64, 576), (1, 4096, 25088), (8, 4096, 4096)];

    public static int Run()
    {
        using var pool = new WorkerPool(1);
        var ceiling = Ceiling();
        Console.WriteLine($"{SimdPaths.Current}, multiply-adds in registers: {ceiling:F1} GF/s on one thread");
        foreach (var (m, n, k) in Products)
        {
            using NativeBuffer a = Random((long)m * k), b = Random((long)n * k), c = Random((long)m * n);
            Say($"product {m} x {n} x {k}", 2.0 * m * n * k, ceiling, () =>
                MatrixProduct.Multiply(m, n, k, a.Data, k, false, b.Data, n, false, c.Data, n, null, float.NegativeInfinity, float.PositiveInfinity, pool));
        }
        foreach (var (size, inC, outC, kernel, stride, depthwise) in Convolutions)
        {
            var output = (size + stride - 1) / stride;
            var g = new ConvolutionGeometry
            {
                InH = size, InW = size, InC = inC, OutH = output, OutW = output, OutC = outC, KH = kernel, KW = kernel, SH = stride, SW = stride,
                PH = kernel / 2, PW = kernel / 2, Groups = depthwise ? inC : 1,
            };
            using NativeBuffer x = Random(g.InputSize), weights = Random((long)g.Taps * inC / g.Groups * outC), y = Random(g.OutputSize);
            foreach (var transposed in (bool[])[false, true])
            {
                var algorithm = transposed ? Convolution.ChooseTranspose(g) : Convolution.ChooseForward(g);
                using var packed = new NativeBuffer(Convolution.PackedLength(g, algorithm, transposed));
                Convolution.Pack(g, algorithm, transposed, weights.Data, packed.Data, pool);
                Say($"{size}x{size}x{inC} -> {outC}, {kernel}x{kernel}/{stride} {algorithm}{(transposed ? ", transposed" : "")}", 2.0 * g.OutputSize * g.Taps * inC / g.Groups, ceiling, () =>
                {
                    if (transposed) Convolution.Transpose(g, algorithm, y.Data, packed.Data, null, null, float.NegativeInfinity, float.PositiveInfinity, x.Data, pool);
                    else Convolution.Forward(g, algorithm, x.Data, packed.Data, null, null, float.NegativeInfinity, float.PositiveInfinity, y.Data, pool);
                });
            }
        }
        return 0;
    }

    private static void Say(string what, double flops, double ceiling, Action action)
    {
        var best = double.MaxValue;
        var whole = Stopwatch.StartNew();
        for (var run = 0; run < 5 || whole.ElapsedMilliseconds < 400; run++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        var rate = flops / best / 1e9;
        Console.WriteLine($"{best * 1e3,9:F3} ms {rate,8:F1} GF/s {rate / ceiling,6:P0}  {what}");
    }

    private static NativeBuffer Random(long length)
    {
        var buffer = new NativeBuffer(length);
        var random = new Random(1);
        for (long i = 0; i < length; i++) buffer.Data[i] = random.NextSingle() - 0.5f;
        return buffer;
    }

    private static double Ceiling()
    {
        const int Steps = 1 << 22;
        double best = double.MaxValue, flops = 2.0 * 16 * Steps;
        for (var run = 0; run < 20; run++)
        {
            var start = Stopwatch.GetTimestamp();
            if (Avx512F.IsSupported && SimdPaths.Current == SimdPath.Avx512) Chains512(Steps);
            else if (Fma.IsSupported) Chains256(Steps);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return flops * (SimdPaths.Current == SimdPath.Avx512 ? 16 : 8) / best / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Chains512(int steps)
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(1e-3f);
        Vector512<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, d0 = a, d1 = a, d2 = a, d3 = a, d4 = a, d5 = a;
        for (var i = 0; i < steps; i++)
        {
            c0 = Avx512F.FusedMultiplyAdd(c0, a, b); c1 = Avx512F.FusedMultiplyAdd(c1, a, b); c2 = Avx512F.FusedMultiplyAdd(c2, a, b); c3 = Avx512F.FusedMultiplyAdd(c3, a, b);
            c4 = Avx512F.FusedMultiplyAdd(c4, a, b); c5 = Avx512F.FusedMultiplyAdd(c5, a, b); c6 = Avx512F.FusedMultiplyAdd(c6, a, b); c7 = Avx512F.FusedMultiplyAdd(c7, a, b);
            c8 = Avx512F.FusedMultiplyAdd(c8, a, b); c9 = Avx512F.FusedMultiplyAdd(c9, a, b); d0 = Avx512F.FusedMultiplyAdd(d0, a, b); d1 = Avx512F.FusedMultiplyAdd(d1, a, b);
            d2 = Avx512F.FusedMultiplyAdd(d2, a, b); d3 = Avx512F.FusedMultiplyAdd(d3, a, b); d4 = Avx512F.FusedMultiplyAdd(d4, a, b); d5 = Avx512F.FusedMultiplyAdd(d5, a, b);
        }
        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + (c8 + c9 + d0 + d1 + d2 + d3 + d4 + d5));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Chains256(int steps)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(1e-3f);
        Vector256<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, d0 = a, d1 = a;
        Vector256<float> d2 = a, d3 = a, d4 = a, d5 = a;
        for (var i = 0; i < steps; i++)
        {
            c0 = Fma.MultiplyAdd(c0, a, b); c1 = Fma.MultiplyAdd(c1, a, b); c2 = Fma.MultiplyAdd(c2, a, b); c3 = Fma.MultiplyAdd(c3, a, b);
            c4 = Fma.MultiplyAdd(c4, a, b); c5 = Fma.MultiplyAdd(c5, a, b); c6 = Fma.MultiplyAdd(c6, a, b); c7 = Fma.MultiplyAdd(c7, a, b);
            c8 = Fma.MultiplyAdd(c8, a, b); c9 = Fma.MultiplyAdd(c9, a, b); d0 = Fma.MultiplyAdd(d0, a, b); d1 = Fma.MultiplyAdd(d1, a, b);
            d2 = Fma.MultiplyAdd(d2, a, b); d3 = Fma.MultiplyAdd(d3, a, b); d4 = Fma.MultiplyAdd(d4, a, b); d5 = Fma.MultiplyAdd(d5, a, b);
        }
        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + (c8 + c9 + d0 + d1 + d2 + d3 + d4 + d5));
    }
}
