using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The window geometry that convolutions and poolings over 1 to 3 spatial axes share.</summary>
/// <param name="Size">Window extents.</param>
/// <param name="Strides">Steps between windows.</param>
/// <param name="Padding">The border.</param>
/// <param name="Dilations">Steps between the taps of a window.</param>
public readonly record struct Windows(Ints Size, Ints Strides, Padding Padding, Ints Dilations)
{
    /// <summary>The extent that a window reaches over: (size - 1) dilation + 1.</summary>
    public int Reach(int axis) => (Size[axis] - 1) * Dilations[axis] + 1;

    /// <summary>[N, spatial..., C] to [N, positions..., <paramref name="channels"/>].</summary>
    /// <exception cref="ShapeException">The rank is wrong or a window does not fit.</exception>
    public Shape Output(Shape input, int channels)
    {
        if (input.Rank != Size.Count + 2) throw new ShapeException($"expected a batch axis, {Size.Count} spatial axes and channels, found {input}.");
        var extents = input.Span.ToArray();
        for (var axis = 0; axis < Size.Count; axis++)
            extents[axis + 1] = Padding.Positions(axis, input[axis + 1], Reach(axis), Strides[axis]);
        extents[^1] = channels;
        return Shape.Create(extents);
    }

    /// <summary>The same geometry in three spatial axes, the outer ones of extent 1.</summary>
    internal ConvolutionGeometry Geometry(Shape input, Shape output, int groups)
    {
        var rank = Size.Count;
        var windows = this;
        int In(int axis) => axis < 3 - rank ? 1 : input[axis - (3 - rank) + 1];
        int Out(int axis) => axis < 3 - rank ? 1 : output[axis - (3 - rank) + 1];
        int Of(Ints list, int axis) => axis < 3 - rank ? 1 : list[axis - (3 - rank)];
        int Before(int axis)
        {
            var own = axis - (3 - rank);
            return own < 0 ? 0 : windows.Padding.Resolve(own, input[own + 1], windows.Reach(own), windows.Strides[own]).Before;
        }
        return new()
        {
            Batch = input[0], InD = In(0), InH = In(1), InW = In(2), InC = input[^1],
            OutD = Out(0), OutH = Out(1), OutW = Out(2), OutC = output[^1],
            KD = Of(Size, 0), KH = Of(Size, 1), KW = Of(Size, 2),
            SD = Of(Strides, 0), SH = Of(Strides, 1), SW = Of(Strides, 2),
            DD = Of(Dilations, 0), DH = Of(Dilations, 1), DW = Of(Dilations, 2),
            PD = Before(0), PH = Before(1), PW = Before(2),
            Groups = groups,
        };
    }
}
