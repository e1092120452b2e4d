using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TfExplain.Engine.Kernels;

/// <summary>Asks for memory before it is needed. Any address will do; nothing is read.</summary>
internal static unsafe class Prefetching
{
    private const int Line = 16;

    /// <summary>How far to go on with each step, at most a line, so that <paramref name="tiles"/> tiles together pass over a panel of this width.</summary>
    public static nint Share(nint width, int tiles) => Math.Min(Line, (width + tiles - 1) / tiles);

    /// <summary>Brings the cache line of <paramref name="address"/> into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Near(float* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }
}
