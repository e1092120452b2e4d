using System.Runtime.Intrinsics;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// Max and average pooling over [batch, depth, height, width, channels] and their gradients.
/// Padding is never a maximum and is counted in an average only when asked; a window that lies in the padding alone yields 0.
/// </summary>
internal static unsafe class Pooling
{
    public static void MaxForward(in ConvolutionGeometry g, float* x, float* y, WorkerPool pool)
    {
        switch (SimdPaths.Current)
        {
            case SimdPath.Avx512: MaxPooling<Simd512, Vector512<float>>.Forward(g, x, y, pool); break;
            case SimdPath.Avx2: MaxPooling<Simd256, Vector256<float>>.Forward(g, x, y, pool); break;
            default: MaxPooling<Simd128, Vector128<float>>.Forward(g, x, y, pool); break;
        }
    }

    /// <summary>dx from dy: each window's gradient goes to its first maximum in scan order; every element of dx is written.</summary>
    public static void MaxGradient(in ConvolutionGeometry g, float* x, float* dy, float* dx, WorkerPool pool)
    {
        switch (SimdPaths.Current)
        {
            case SimdPath.Avx512: MaxPooling<Simd512, Vector512<float>>.Gradient(g, x, dy, dx, pool); break;
            case SimdPath.Avx2: MaxPooling<Simd256, Vector256<float>>.Gradient(g, x, dy, dx, pool); break;
            default: MaxPooling<Simd128, Vector128<float>>.Gradient(g, x, dy, dx, pool); break;
        }
    }

    public static void AverageForward(in ConvolutionGeometry g, float* x, float* y, bool countPadding, WorkerPool pool)
    {
        switch (SimdPaths.Current)
        {
            case SimdPath.Avx512: AveragePooling<Simd512, Vector512<float>>.Forward(g, x, y, countPadding, pool); break;
            case SimdPath.Avx2: AveragePooling<Simd256, Vector256<float>>.Forward(g, x, y, countPadding, pool); break;
            default: AveragePooling<Simd128, Vector128<float>>.Forward(g, x, y, countPadding, pool); break;
        }
    }

    /// <summary>The adjoint of <see cref="AverageForward"/>; every element of dx is written.</summary>
    public static void AverageGradient(in ConvolutionGeometry g, float* dy, float* dx, bool countPadding, WorkerPool pool)
    {
        switch (SimdPaths.Current)
        {
            case SimdPath.Avx512: AveragePooling<Simd512, Vector512<float>>.Gradient(g, dy, dx, countPadding, pool); break;
            case SimdPath.Avx2: AveragePooling<Simd256, Vector256<float>>.Gradient(g, dy, dx, countPadding, pool); break;
            default: AveragePooling<Simd128, Vector128<float>>.Gradient(g, dy, dx, countPadding, pool); break;
        }
    }
}
