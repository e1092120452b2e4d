using System.Runtime.InteropServices;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// Working memory of a kernel, one growing 64-byte aligned block per operating-system thread.
/// A second call on the same thread hands out the same block: a kernel asks once and divides what it got.
/// </summary>
internal static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static Block? s_block;

    /// <summary>At least <paramref name="floats"/> floats, not cleared.</summary>
    public static float* Get(long floats)
    {
        var block = s_block;
        if (block is null || block.Length < floats)
        {
            block?.Dispose();
            s_block = null;
            s_block = block = new Block(Math.Max(floats, 16 * 1024));
        }
        return block.Address;
    }

    // The finaliser returns the memory of a thread that ended.
    private sealed class Block : IDisposable
    {
        public Block(long floats)
        {
            Address = (float*)NativeMemory.AlignedAlloc(checked((nuint)floats * sizeof(float)), 64);
            Length = floats;
        }

        ~Block() => Free();

        public float* Address { get; private set; }

        public long Length { get; }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            NativeMemory.AlignedFree(Address);
            Address = null;
        }
    }
}
