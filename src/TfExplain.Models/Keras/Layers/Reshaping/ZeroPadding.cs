using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>ZeroPadding1D to 3D.</summary>
internal sealed record ZeroPadding(Ints Before, Ints After, bool ChannelsFirst) : Layer
{
    private const int MostElements = 1 << 20;

    public static ZeroPadding Read(LayerConfig config, int rank)
    {
        var (before, after) = BeforeAndAfter(config, "padding", rank);
        return new(before, after, config.ChannelsFirst);
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        [ChannelsLast.Run(call, call.Input, ChannelsFirst, x => call.Apply(new Pad([0, .. Before, 0], [0, .. After, 0]), x))];

    /// <summary>Keras's forms: one number, one per axis, or a pair per axis.</summary>
    public static (Ints Before, Ints After) BeforeAndAfter(LayerConfig config, string name, int rank)
    {
        var (before, after) = Sides(config, name, rank);
        return before.Concat(after).All(n => n is >= 0 and <= MostElements) ? (before, after) : throw config.Error($"'{name}' should hold whole numbers from 0 to {MostElements}; found {before} and {after}.");
    }

    private static (Ints Before, Ints After) Sides(LayerConfig config, string name, int rank)
    {
        if (config.Find(name) is not { ValueKind: JsonValueKind.Array } value) return (config.Ints(name, rank, 1), config.Ints(name, rank, 1));
        var items = value.EnumerateArray().ToList();
        if (rank == 1 && items.Count == 2 && items.TrueForAll(i => i.ValueKind == JsonValueKind.Number)) return ([items[0].GetInt32()], [items[1].GetInt32()]);
        if (items.Count != rank) throw config.Error($"'{name}' should name {rank} axes; found {value.GetRawText()}.");
        int Side(JsonElement item, int side) => item.ValueKind == JsonValueKind.Number ? item.GetInt32() : item[side].GetInt32();
        return (Ints.Create([.. items.Select(i => Side(i, 0))]), Ints.Create([.. items.Select(i => Side(i, 1))]));
    }
}
