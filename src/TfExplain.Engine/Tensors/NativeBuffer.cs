using System.Runtime.InteropServices;

namespace TfExplain.Engine;

/// <summary>Owns 64-byte aligned float32 memory outside the garbage collector's heap.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int Alignment = 64;
    private float* _data;

    public NativeBuffer(long floats)
    {
        Length = floats;
        var bytes = Math.Max(floats, 1) * sizeof(float);
        _data = (float*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        GC.AddMemoryPressure(bytes);
    }

    ~NativeBuffer() => Free();

    public long Length { get; }

    public float* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data is null, this);
            return _data;
        }
    }

    public TensorView View(Shape shape) => new(Data, shape);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_data is null) return;
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.RemoveMemoryPressure(Math.Max(Length, 1) * sizeof(float));
    }
}
