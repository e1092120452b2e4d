using System.Runtime.InteropServices;

namespace TfExplain.Engine.Tests.Kernels;

/// <summary>
/// Floats that end where readable memory ends: one access behind them stops the process (on Linux; elsewhere NaNs lie there).
/// NaNs lie before them, checked when disposed.
/// </summary>
internal sealed unsafe class GuardedBuffer : IDisposable
{
    private const int Page = 4096;
    private readonly byte* _memory;
    private readonly nuint _size;

    public GuardedBuffer(long length)
    {
        Length = (int)length;
        var bytes = (length + 16) * sizeof(float);
        _size = (nuint)((bytes + Page - 1) / Page * Page + Page);
        if (OperatingSystem.IsLinux())
        {
            _memory = (byte*)Map(0, _size, 3, 0x22, -1, 0);
            if ((nint)_memory == -1 || Protect((nint)(_memory + _size - Page), Page, 0) != 0)
                throw new InvalidOperationException("No guarded memory to be had.");
        }
        else
        {
            _memory = (byte*)NativeMemory.AlignedAlloc(_size, Page);
            new Span<float>(_memory + _size - Page, Page / sizeof(float)).Fill(float.NaN);
        }
        Address = (float*)(_memory + _size - Page) - length;
        new Span<float>(Address - 16, Length + 16).Fill(float.NaN);
    }

    public GuardedBuffer(float[] values)
        : this(values.Length) => values.CopyTo(Span);

    public float* Address { get; }

    public int Length { get; }

    public Span<float> Span => new(Address, Length);

    public void Dispose()
    {
        for (var i = 1; i <= 16; i++)
            float.IsNaN(Address[-i]).ShouldBeTrue("something was written before the buffer");
        if (OperatingSystem.IsLinux())
            _ = Unmap((nint)_memory, _size);
        else
            NativeMemory.AlignedFree(_memory);
    }

#pragma warning disable CA2101, SYSLIB1054, CA5392
    [DllImport("libc", EntryPoint = "mmap")]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(nint address, nuint length);

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(nint address, nuint length, int protection);
#pragma warning restore CA2101, SYSLIB1054, CA5392
}
