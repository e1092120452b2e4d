namespace TfExplain.TensorBoard;

/// <summary>A tensor of numbers or of byte strings, row-major.</summary>
public sealed record LogTensor
{
    private LogTensor(IReadOnlyList<int> shape) => Shape = shape;

    /// <summary>The extents, outermost first; none for a single value.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The numbers, or null for strings.</summary>
    public IReadOnlyList<double>? Numbers { get; private init; }

    /// <summary>The strings, or null for numbers.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Strings { get; private init; }

    internal static LogTensor Of(IReadOnlyList<int> shape, IReadOnlyList<double> numbers) => new(shape) { Numbers = numbers };

    internal static LogTensor Of(IReadOnlyList<int> shape, IReadOnlyList<ReadOnlyMemory<byte>> strings) => new(shape) { Strings = strings };
}
