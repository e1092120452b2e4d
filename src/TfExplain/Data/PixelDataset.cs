using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Pictures kept as bytes [N, ...shape] and scaled when read, with one class each.</summary>
internal sealed class PixelDataset : Dataset
{
    private readonly byte[] _pixels;
    private readonly float[] _targets;
    private readonly float[] _scaled = new float[256];
    private readonly int _inputSize, _targetSize;

    /// <param name="pixels">The bytes, used in place.</param>
    /// <param name="shape">One picture's shape.</param>
    /// <param name="targets">The targets, used in place.</param>
    /// <param name="targetShape">One target's shape.</param>
    /// <param name="scale">What a byte is multiplied by.</param>
    /// <param name="classNames">The classes, if they have names.</param>
    public PixelDataset(byte[] pixels, Shape shape, float[] targets, Shape targetShape, double scale, IReadOnlyList<string>? classNames)
    {
        (_pixels, _targets, InputShape, TargetShape, ClassNames) = (pixels, targets, shape, targetShape, classNames);
        (_inputSize, _targetSize) = ((int)shape.Count, (int)targetShape.Count);
        Count = targets.Length / _targetSize;
        // In double precision, so that a scale of 1 / 255 gives exactly what the division by 255 gives.
        for (var level = 0; level < 256; level++) _scaled[level] = (float)(level * scale);
        InputRange = new(0, _scaled[255]);
    }

    public override int Count { get; }

    public override Shape InputShape { get; }

    public override Shape TargetShape { get; }

    public override IReadOnlyList<string>? ClassNames { get; }

    public override InputRange? InputRange { get; }

    public override bool IsFast => true;

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        var pixels = _pixels.AsSpan(index * _inputSize, _inputSize);
        for (var i = 0; i < input.Length; i++) input[i] = _scaled[pixels[i]];
        _targets.AsSpan(index * _targetSize, _targetSize).CopyTo(target);
    }
}
