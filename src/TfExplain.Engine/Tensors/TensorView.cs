using System.Diagnostics;

namespace TfExplain.Engine;

/// <summary>A shape over float32 memory that somebody else owns. It is valid only while that owner is: do not keep one after an operation returns.</summary>
[DebuggerDisplay("float{Shape}")]
public readonly unsafe struct TensorView
{
    internal TensorView(float* data, Shape shape)
    {
        Data = data;
        Shape = shape;
        Length = checked((int)shape.Count);
    }

    internal float* Data { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements in row-major order.</summary>
    public Span<float> Span => new(Data, Length);

    /// <summary>The same memory under another shape with as many elements.</summary>
    internal TensorView As(Shape shape) => new(Data, shape);
}
