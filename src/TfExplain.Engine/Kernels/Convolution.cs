using System.Runtime.Intrinsics;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// Convolutions over [batch, depth, height, width, channels], their adjoints and kernel gradients.
/// Every element is summed in one fixed order, whatever the batch, the threads or its place in a tile.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>The algorithm for y = conv(x); depends on the geometry of one image only.</summary>
    public static ConvolutionAlgorithm ChooseForward(in ConvolutionGeometry g)
    {
        if (IsDepthwise(g))
            return ConvolutionAlgorithm.Depthwise;
        if (IsWinograd(g))
            return ConvolutionAlgorithm.Winograd;
        if (IsNarrow(g.InC / g.Groups, g.OutC / g.Groups))
            return ConvolutionAlgorithm.Narrow;
        var isFlat = g is { KD: 1, InD: 1, OutD: 1, Groups: 1, DW: 1, PD: 0, PH: >= 0, PW: >= 0 };
        return isFlat && g.InC < 16 && g.KW > 1 ? ConvolutionAlgorithm.Shallow : ConvolutionAlgorithm.Direct;
    }

    /// <summary>The algorithm for the adjoint; depends on the geometry of one image only.</summary>
    public static ConvolutionAlgorithm ChooseTranspose(in ConvolutionGeometry g) =>
        IsDepthwise(g) ? ConvolutionAlgorithm.Depthwise
        : IsWinograd(g) ? ConvolutionAlgorithm.Winograd
        : IsNarrow(g.OutC / g.Groups, g.InC / g.Groups) ? ConvolutionAlgorithm.Narrow
        : ConvolutionAlgorithm.Direct;

    /// <summary>Floats that <see cref="Pack"/> writes.</summary>
    public static long PackedLength(in ConvolutionGeometry g, ConvolutionAlgorithm a, bool transposed)
    {
        var c = new OrientedConvolution(g, transposed);
        if (a == ConvolutionAlgorithm.Depthwise)
            return (long)g.Taps * g.InC;
        return (a, SimdPaths.Current) switch
        {
            (ConvolutionAlgorithm.Winograd, SimdPath.Avx512) => WinogradConvolution<Simd512, Vector512<float>>.PackedLength(c),
            (ConvolutionAlgorithm.Winograd, SimdPath.Avx2) => WinogradConvolution<Simd256, Vector256<float>>.PackedLength(c),
            (ConvolutionAlgorithm.Winograd, _) => WinogradConvolution<Simd128, Vector128<float>>.PackedLength(c),
            (_, SimdPath.Avx512) => DirectConvolution<Simd512, Vector512<float>>.PackedLength(c, a),
            (_, SimdPath.Avx2) => DirectConvolution<Simd256, Vector256<float>>.PackedLength(c, a),
            _ => DirectConvolution<Simd128, Vector128<float>>.PackedLength(c, a),
        };
    }

    /// <summary>Lays out a kernel [KD, KH, KW, InC / Groups, OutC] for one algorithm and direction; <paramref name="packed"/> is 64-byte aligned.</summary>
    public static void Pack(in ConvolutionGeometry g, ConvolutionAlgorithm a, bool transposed, float* kernel, float* packed, WorkerPool pool)
    {
        var c = new OrientedConvolution(g, transposed);
        if (a == ConvolutionAlgorithm.Depthwise)
        {
            DepthwiseConvolution.Pack(c, kernel, packed);
            return;
        }
        switch (a, SimdPaths.Current)
        {
            case (ConvolutionAlgorithm.Winograd, SimdPath.Avx512): WinogradConvolution<Simd512, Vector512<float>>.Pack(c, kernel, packed, pool); break;
            case (ConvolutionAlgorithm.Winograd, SimdPath.Avx2): WinogradConvolution<Simd256, Vector256<float>>.Pack(c, kernel, packed, pool); break;
            case (ConvolutionAlgorithm.Winograd, _): WinogradConvolution<Simd128, Vector128<float>>.Pack(c, kernel, packed, pool); break;
            case (_, SimdPath.Avx512): DirectConvolution<Simd512, Vector512<float>>.Pack(c, a, kernel, packed, pool); break;
            case (_, SimdPath.Avx2): DirectConvolution<Simd256, Vector256<float>>.Pack(c, a, kernel, packed, pool); break;
            default: DirectConvolution<Simd128, Vector128<float>>.Pack(c, a, kernel, packed, pool); break;
        }
    }

    /// <summary>
    /// y = clamp(conv(x) + bias + residual, lo, hi). <paramref name="bias"/> [OutC] and <paramref name="residual"/> (laid out as y) may be null;
    /// the residual may be y itself only for <see cref="ConvolutionAlgorithm.Depthwise"/>. A NaN passes the clamp. With a gate (laid out as y) see <see cref="Epilogue"/>.
    /// </summary>
    public static void Forward(
        in ConvolutionGeometry g, ConvolutionAlgorithm a, float* x, float* packed, float* bias, float* residual, float lo, float hi, float* y, WorkerPool pool, float* gate = null) =>
        Run(new OrientedConvolution(g, transposed: false), a, x, packed, new(bias, residual, gate, lo, hi), y, pool);

    /// <summary>
    /// The adjoint of <see cref="Forward"/> with respect to x: dx = clamp(conv*(dy) + bias + residual, lo, hi), every element written.
    /// <paramref name="bias"/> is [InC], the residual laid out as dx.
    /// </summary>
    public static void Transpose(
        in ConvolutionGeometry g, ConvolutionAlgorithm a, float* dy, float* packed, float* bias, float* residual, float lo, float hi, float* dx, WorkerPool pool, float* gate = null) =>
        Run(new OrientedConvolution(g, transposed: true), a, dy, packed, new(bias, residual, gate, lo, hi), dx, pool);

    /// <summary>The floats of scratch for <see cref="KernelGradient"/>.</summary>
    public static long KernelGradientScratch(in ConvolutionGeometry g) => SimdPaths.Current switch
    {
        SimdPath.Avx512 => ConvolutionKernelGradient<Simd512, Vector512<float>>.Scratch(g),
        SimdPath.Avx2 => ConvolutionKernelGradient<Simd256, Vector256<float>>.Scratch(g),
        _ => ConvolutionKernelGradient<Simd128, Vector128<float>>.Scratch(g),
    };

    /// <summary>The gradient with respect to the kernel, dkernel [KD, KH, KW, InC / Groups, OutC] = sum over images and positions of x * dy.</summary>
    public static void KernelGradient(in ConvolutionGeometry g, float* x, float* dy, float* dkernel, float* scratch, WorkerPool pool)
    {
        switch (SimdPaths.Current)
        {
            case SimdPath.Avx512: ConvolutionKernelGradient<Simd512, Vector512<float>>.Run(g, x, dy, dkernel, scratch, pool); break;
            case SimdPath.Avx2: ConvolutionKernelGradient<Simd256, Vector256<float>>.Run(g, x, dy, dkernel, scratch, pool); break;
            default: ConvolutionKernelGradient<Simd128, Vector128<float>>.Run(g, x, dy, dkernel, scratch, pool); break;
        }
    }

    private static bool IsDepthwise(in ConvolutionGeometry g) => g.Groups == g.InC && g.OutC == g.InC && g.InC > 1;

    // Whole vectors of source channels on every path.
    private static bool IsNarrow(int source, int target) => target <= 4 && source % 16 == 0;

    // Below these sizes the transforms, or reading 16 weights in place of 9, cost more than they save.
    private static bool IsWinograd(in ConvolutionGeometry g) =>
        g is { KD: 1, InD: 1, OutD: 1, PD: 0, KH: 3, KW: 3, SH: 1, SW: 1, DH: 1, DW: 1, Groups: 1, InC: >= 32, OutC: >= 32 }
        && g.OutH * g.OutW >= 100;

    private static void Run(
        in OrientedConvolution c, ConvolutionAlgorithm a, float* x, float* packed, in Epilogue epilogue, float* y, WorkerPool pool)
    {
        switch (a, SimdPaths.Current)
        {
            case (ConvolutionAlgorithm.Depthwise, SimdPath.Avx512):
                DepthwiseConvolution<Simd512, Vector512<float>>.Run(c, x, packed, epilogue, y, pool);
                break;
            case (ConvolutionAlgorithm.Depthwise, SimdPath.Avx2):
                DepthwiseConvolution<Simd256, Vector256<float>>.Run(c, x, packed, epilogue, y, pool);
                break;
            case (ConvolutionAlgorithm.Depthwise, _):
                DepthwiseConvolution<Simd128, Vector128<float>>.Run(c, x, packed, epilogue, y, pool);
                break;
            case (ConvolutionAlgorithm.Winograd, SimdPath.Avx512):
                WinogradConvolution<Simd512, Vector512<float>>.Run(c, x, packed, epilogue, y, pool);
                break;
            case (ConvolutionAlgorithm.Winograd, SimdPath.Avx2):
                WinogradConvolution<Simd256, Vector256<float>>.Run(c, x, packed, epilogue, y, pool);
                break;
            case (ConvolutionAlgorithm.Winograd, _):
                WinogradConvolution<Simd128, Vector128<float>>.Run(c, x, packed, epilogue, y, pool);
                break;
            case (_, SimdPath.Avx512):
                DirectConvolution<Simd512, Vector512<float>>.Run(c, a, x, packed, epilogue, y, pool);
                break;
            case (_, SimdPath.Avx2):
                DirectConvolution<Simd256, Vector256<float>>.Run(c, a, x, packed, epilogue, y, pool);
                break;
            default:
                DirectConvolution<Simd128, Vector128<float>>.Run(c, a, x, packed, epilogue, y, pool);
                break;
        }
    }
}
