using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Cropping1D to 3D.</summary>
internal sealed record Cropping(Ints Before, Ints After, bool ChannelsFirst) : Layer
{
    public static Cropping Read(LayerConfig config, int rank)
    {
        var (before, after) = ZeroPadding.BeforeAndAfter(config, "cropping", rank);
        return new(before, after, config.ChannelsFirst);
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        [ChannelsLast.Run(call, call.Input, ChannelsFirst, x => Crop(call, x, [0, .. Before, 0], [0, .. After, 0]))];

    /// <summary>Takes elements away on both sides of each axis, whether or not its extent is known.</summary>
    public static Node Crop(LayerCall call, Node x, Ints before, Ints after)
    {
        var rank = x.Shape.Rank;
        var extents = Ints.Repeat(-1, rank).ToArray();
        for (var axis = 0; axis < rank; axis++)
        {
            if (after[axis] == 0 || x.Shape[axis] == Shape.Unknown) continue;
            extents[axis] = x.Shape[axis] - before[axis] - after[axis];
            if (extents[axis] < 0) throw new ModelFormatException($"Layer '{call.Path}' crops {before} and {after} elements; found {x.Shape}.");
        }
        var free = Enumerable.Range(0, rank).Where(axis => after[axis] > 0 && x.Shape[axis] == Shape.Unknown).ToArray();
        var y = call.Apply(new Slice(before, Ints.Create(extents)), x);
        if (free.Length == 0) return y;
        // From the end of an unknown extent one counts backwards.
        var turned = call.Apply(new Reverse(Ints.Create(free)), y);
        var start = Ints.Create([.. Enumerable.Range(0, rank).Select(axis => free.Contains(axis) ? after[axis] : 0)]);
        return call.Apply(new Reverse(Ints.Create(free)), call.Apply(new Slice(start, Ints.Repeat(-1, rank)), turned));
    }
}
