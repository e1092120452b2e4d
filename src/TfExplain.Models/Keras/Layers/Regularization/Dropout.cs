using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// Dropout and SpatialDropout1D to 3D: in training each value, or each whole channel, is 0 with probability rate and else divided by 1 - rate
/// (Srivastava et al., 2014); the identity otherwise.
/// </summary>
internal sealed record Dropout(float Rate, Ints NoiseShape, bool IsSpatial, bool ChannelsFirst) : Layer
{
    public static Dropout Read(LayerConfig config) => new(ReadRate(config), config.Find("noise_shape") is null ? [] : config.Find("noise_shape")!.Value.ValueKind == System.Text.Json.JsonValueKind.Array ? Fresh(config) : [], false, false);

    public static Dropout ReadSpatial(LayerConfig config) => new(ReadRate(config), [], true, config.ChannelsFirst);

    public static float ReadRate(LayerConfig config, float highest = 1)
    {
        var rate = config.Float("rate");
        return rate >= 0 && rate <= highest ? rate : throw config.Error($"rate should be from 0 to {highest}; found {rate}.");
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is null || Rate == 0) return call.Inputs;
        var x = call.Input;
        if (Rate == 1) return [new KerasTensor(call.Apply(new Multiply(), x, call.Constant(0)), call.Mask)];
        var fresh = IsSpatial ? Ints.Create([.. Enumerable.Range(0, x.Shape.Rank).Select(a => a == 0 || a == (ChannelsFirst ? 1 : x.Shape.Rank - 1) ? 1 : 0)]) : NoiseShape;
        return [new KerasTensor(Drop(call, x, Rate, fresh), call.Mask)];
    }

    /// <summary>The rate of dropout inside another layer, whose argument Keras cuts to 0 to 1.</summary>
    public static float ReadInner(LayerConfig config, string name = "dropout") => Math.Clamp(config.Float(name, 0), 0, 1);

    /// <summary>Dropout inside another layer: in training x with shares of it dropped, else x. Keras leaves x alone where the rate is 1 too.</summary>
    public static Node DropInner(LayerCall call, Node x, float rate, Ints fresh = default) => call.Training is null || rate is 0 or 1 ? x : Drop(call, x, rate, fresh);

    private static Node Drop(LayerCall call, Node x, float rate, Ints fresh) =>
        call.Apply(new Multiply(), x, call.Apply(Unary.Of(new DropoutScale(rate)), call.Random("dropout", false, x, fresh)));

    /// <summary>An extent of 1 in the stored noise shape means that the values along the axis share their fate.</summary>
    private static Ints Fresh(LayerConfig config) => Ints.Create([.. config.Find("noise_shape")!.Value.EnumerateArray().Select(e => e.ValueKind == System.Text.Json.JsonValueKind.Number && e.GetInt32() == 1 ? 0 : 1)]);
}
