using TfExplain.Engine;
using TfExplain.Models.Hdf5.Writing;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Weights as data sets.</summary>
internal static class WeightData
{
    public static void Add(GroupNode group, string name, Parameter parameter, bool half)
    {
        // Normalization counts what it has seen in a whole number.
        if (parameter.Name.EndsWith("/count", StringComparison.Ordinal) && parameter.Shape.Rank == 0 && parameter.Values[0] is >= 0 and < long.MaxValue and var count && count == MathF.Truncate(count))
            group.Dataset(name, Hdf5Type.Int64, [], stream => ElementWriter.Int64(stream, (long)count));
        else if (half) group.Dataset(name, Hdf5Type.Float16, Extents(parameter.Shape), stream => ElementWriter.Halves(stream, parameter.Values));
        else group.Dataset(name, Hdf5Type.Float32, Extents(parameter.Shape), stream => ElementWriter.Singles(stream, parameter.Values));
    }

    public static long[] Extents(Shape shape) => [.. shape.Span.ToArray().Select(e => (long)e)];
}
