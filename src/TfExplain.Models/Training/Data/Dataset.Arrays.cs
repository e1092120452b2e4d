using System.Numerics.Tensors;
using TfExplain.Engine;

namespace TfExplain.Training;

public abstract partial class Dataset
{
    /// <summary>The samples of arrays: x [N, ...], y [N] (classes) or [N, ...], weights [N]. The values are copied.</summary>
    /// <exception cref="ArgumentException">The numbers of samples differ, or an array is a scalar.</exception>
    public static Dataset FromArrays(Tensor<float> x, Tensor<float> y, Tensor<float>? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rank == 0 || y.Rank == 0) throw new ArgumentException($"Expected inputs and targets [N, ...]; found ranks {x.Rank} and {y.Rank}.");
        if (x.Lengths[0] != y.Lengths[0]) throw new ArgumentException($"Expected as many targets as inputs, {x.Lengths[0]}; found {y.Lengths[0]}.");
        return FromArrays(Flat(x), Tail(x), Flat(y), Tail(y), sampleWeight is null ? default : Flat(sampleWeight));

        static float[] Flat(Tensor<float> tensor)
        {
            var values = new float[tensor.FlattenedLength];
            tensor.FlattenTo(values);
            return values;
        }

        static Shape Tail(Tensor<float> tensor)
        {
            var extents = new int[tensor.Rank - 1];
            for (var axis = 0; axis < extents.Length; axis++) extents[axis] = (int)tensor.Lengths[axis + 1];
            return Shape.Create(extents);
        }
    }

    /// <summary>The samples of values in row-major order, which are used in place: x [N, ...inputShape], y [N, ...targetShape], weights [N] or nothing.</summary>
    /// <exception cref="ArgumentException">A number of values does not belong to the shape, or the numbers of samples differ.</exception>
    public static Dataset FromArrays(ReadOnlyMemory<float> x, Shape inputShape, ReadOnlyMemory<float> y, Shape targetShape, ReadOnlyMemory<float> sampleWeight = default) =>
        new ArrayDataset(x, inputShape, y, targetShape, sampleWeight);
}

/// <summary>Samples in memory.</summary>
internal sealed class ArrayDataset : Dataset
{
    private readonly ReadOnlyMemory<float> _inputs, _targets, _weights;
    private readonly int _inputSize, _targetSize;

    public ArrayDataset(ReadOnlyMemory<float> inputs, Shape inputShape, ReadOnlyMemory<float> targets, Shape targetShape, ReadOnlyMemory<float> weights)
    {
        Count = Samples("inputs", inputs.Length, inputShape);
        var targetCount = Samples("targets", targets.Length, targetShape);
        if (targetCount != Count) throw new ArgumentException($"Expected as many targets as inputs, {Count}; found {targetCount} of shape {targetShape}.");
        if (weights.Length != 0 && weights.Length != Count) throw new ArgumentException($"Expected as many sample weights as inputs, {Count}; found {weights.Length}.");
        (_inputs, _targets, _weights, InputShape, TargetShape) = (inputs, targets, weights, inputShape, targetShape);
        (_inputSize, _targetSize) = ((int)inputShape.Count, (int)targetShape.Count);
    }

    public override int Count { get; }

    public override Shape InputShape { get; }

    public override Shape TargetShape { get; }

    public override bool HasWeights => _weights.Length > 0;

    public override bool IsFast => true;

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        _inputs.Span.Slice(index * _inputSize, _inputSize).CopyTo(input);
        _targets.Span.Slice(index * _targetSize, _targetSize).CopyTo(target);
    }

    public override float Weight(int index)
    {
        CheckIndex(index);
        return HasWeights ? _weights.Span[index] : 1;
    }

    private static int Samples(string what, int values, Shape shape)
    {
        if (!shape.IsKnown || shape.Count == 0) throw new ArgumentException($"Expected a shape of known, positive extents for one of the {what}; found {shape}.");
        return values % shape.Count == 0 ? (int)(values / shape.Count) : throw new ArgumentException($"The {values} values of the {what} are not a whole number of {shape}.");
    }
}
