using System.Buffers;
using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>Another dataset's samples with their inputs transformed.</summary>
internal sealed class MappedDataset : DerivedDataset
{
    private readonly SampleTransform _transform;
    private readonly int _sourceSize;

    public MappedDataset(Dataset source, SampleTransform transform, Shape shape, InputRange? range) : base(source)
    {
        if (!shape.IsKnown || shape.Count == 0) throw new ArgumentException($"Expected a shape of known, positive extents for the new input; found {shape}.", nameof(shape));
        (_transform, _sourceSize, InputShape, InputRange) = (transform, (int)source.InputShape.Count, shape, range);
    }

    public override Shape InputShape { get; }

    public override InputRange? InputRange { get; }

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        // Borrowed, so that reading does not allocate.
        var buffer = ArrayPool<float>.Shared.Rent(_sourceSize);
        try
        {
            var before = buffer.AsSpan(0, _sourceSize);
            Source.Read(index, before, target);
            _transform(before, input);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
