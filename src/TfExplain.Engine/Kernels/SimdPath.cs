using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TfExplain.Engine.Kernels;

/// <summary>Which vectors the kernels use.</summary>
internal enum SimdPath
{
    /// <summary>128-bit vectors of any processor.</summary>
    Generic,

    /// <summary>256-bit vectors with fused multiply-add.</summary>
    Avx2,

    /// <summary>512-bit vectors.</summary>
    Avx512,
}

/// <summary>The path of this process, and for tests of this thread.</summary>
internal static class SimdPaths
{
    private static readonly SimdPath Default = Choose(Environment.GetEnvironmentVariable("TFEXPLAIN_ISA"));

    [ThreadStatic]
    private static SimdPath? s_forced;

    /// <summary>The path that a kernel called on this thread takes. Packed weights are laid out for it.</summary>
    public static SimdPath Current => s_forced ?? Default;

    public static bool IsSupported(SimdPath path) => path switch
    {
        SimdPath.Avx512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported,
        SimdPath.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>Makes kernels called on this thread take <paramref name="path"/>; null returns to the default.</summary>
    public static void Force(SimdPath? path) => s_forced = path;

    private static SimdPath Choose(string? name)
    {
        if (Enum.TryParse<SimdPath>(name, ignoreCase: true, out var named) && Enum.IsDefined(named) && IsSupported(named))
            return named;
        return IsSupported(SimdPath.Avx512) ? SimdPath.Avx512 : IsSupported(SimdPath.Avx2) ? SimdPath.Avx2 : SimdPath.Generic;
    }
}
