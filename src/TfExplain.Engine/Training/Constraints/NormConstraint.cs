using TfExplain.Engine;

namespace TfExplain.Training.Constraints;

/// <summary>w = w desired(|w|) / (1e-7 + |w|) with the Euclidean norm over some axes: axis 0 for a dense layer's units, [0, 1, 2] for a convolution's filters.</summary>
public abstract record NormConstraint : Constraint
{
    private protected NormConstraint(Ints axes) => Axes = axes.Count > 0 ? axes : throw new ArgumentException("A constraint on norms takes at least one axis.");

    /// <summary>The axes that norms are taken over; negative ones count from the last.</summary>
    public Ints Axes { get; init; }

    /// <inheritdoc/>
    protected sealed override void Project(Shape shape, Span<float> weight)
    {
        var strides = Strides(shape, out var groups);
        var squares = new double[groups];
        int width = shape.Rank == 0 ? 1 : shape[^1], step = shape.Rank == 0 ? 0 : strides[^1];
        for (var start = 0; start < weight.Length; start += width)
            for (int i = start, group = Group(shape, strides, start); i < start + width; i++, group += step) squares[group] += (double)weight[i] * weight[i];
        for (var g = 0; g < groups; g++)
        {
            var norm = Math.Sqrt(squares[g]);
            squares[g] = Desired(norm) / (Loss.Epsilon + norm);
        }
        for (var start = 0; start < weight.Length; start += width)
            for (int i = start, group = Group(shape, strides, start); i < start + width; i++, group += step) weight[i] = (float)(weight[i] * squares[group]);
    }

    /// <summary>The norm that a part of this norm shall have.</summary>
    private protected abstract double Desired(double norm);

    /// <summary>The strides of the norms along the weight's axes, 0 along those that norms are taken over.</summary>
    private int[] Strides(Shape shape, out int groups)
    {
        var reduced = new bool[shape.Rank];
        foreach (var axis in Axes) reduced[shape.Axis(axis)] = true;
        var strides = new int[shape.Rank];
        groups = 1;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (reduced[axis]) continue;
            strides[axis] = groups;
            groups *= shape[axis];
        }
        return strides;
    }

    private static int Group(Shape shape, int[] strides, int i)
    {
        var group = 0;
        for (var axis = strides.Length - 1; axis >= 0; axis--)
        {
            (i, var index) = Math.DivRem(i, shape[axis]);
            group += index * strides[axis];
        }
        return group;
    }
}
