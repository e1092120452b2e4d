namespace TfExplain.Engine.Operations;

/// <summary>How a window meets the border of its input.</summary>
public enum PaddingKind
{
    /// <summary>Windows stay inside.</summary>
    Valid,

    /// <summary>ceil(input / stride) outputs; an odd padding puts the larger half at the end (TensorFlow).</summary>
    Same,

    /// <summary>All padding before the input, so that no output sees later inputs.</summary>
    Causal,

    /// <summary>Given numbers.</summary>
    Explicit,
}

/// <summary>The padding of each spatial axis.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Before">For <see cref="PaddingKind.Explicit"/>: zeros before each spatial axis.</param>
/// <param name="After">For <see cref="PaddingKind.Explicit"/>: zeros after each spatial axis.</param>
public readonly record struct Padding(PaddingKind Kind, Ints Before = default, Ints After = default)
{
    /// <summary>No padding.</summary>
    public static Padding Valid => new(PaddingKind.Valid);

    /// <summary>TensorFlow's <c>SAME</c>.</summary>
    public static Padding Same => new(PaddingKind.Same);

    /// <summary>Only before.</summary>
    public static Padding Causal => new(PaddingKind.Causal);

    /// <summary>Given numbers of zeros.</summary>
    public static Padding Explicit(Ints before, Ints after) => new(PaddingKind.Explicit, before, after);

    /// <summary>The zeros before and after a spatial axis of known extent; <paramref name="reach"/> is (kernel - 1) dilation + 1.</summary>
    public (int Before, int After) Resolve(int axis, int extent, int reach, int stride)
    {
        switch (Kind)
        {
            case PaddingKind.Same:
                var total = Math.Max(0, ((extent + stride - 1) / stride - 1) * stride + reach - extent);
                return (total / 2, total - total / 2);
            case PaddingKind.Causal:
                return (reach - 1, 0);
            case PaddingKind.Explicit:
                return (Before[axis], After[axis]);
            default:
                return (0, 0);
        }
    }

    /// <summary>The number of window positions along a spatial axis, unknown for an unknown extent.</summary>
    /// <exception cref="ShapeException">The window does not fit once.</exception>
    public int Positions(int axis, int extent, int reach, int stride)
    {
        if (extent == Shape.Unknown) return Shape.Unknown;
        var (before, after) = Resolve(axis, extent, reach, stride);
        var room = extent + before + after - reach;
        if (room < 0) throw new ShapeException($"A window that reaches over {reach} does not fit into {extent + before + after} (input {extent}, padding {before} + {after}).");
        return room / stride + 1;
    }
}
