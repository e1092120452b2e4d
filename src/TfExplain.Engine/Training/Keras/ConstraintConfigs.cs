using System.Text.Json.Nodes;
using TfExplain.Engine;
using TfExplain.Training.Constraints;

namespace TfExplain.Training.Keras;

/// <summary>Constraints as Keras stores them.</summary>
internal static class ConstraintConfigs
{
    public static KerasFamily<Constraint> Family { get; } = new KerasFamily<Constraint>("constraint", "keras.constraints")
        .With<NonNeg>("NonNeg", _ => new NonNeg(), null, "non_negative")
        .With<MaxNorm>("MaxNorm", c => new MaxNorm(c.Double("max_value", 2), Axes(c)), (k, j) => Put(j, k, ("max_value", k.MaxValue)))
        .With<UnitNorm>("UnitNorm", c => new UnitNorm(Axes(c)), (k, j) => Put(j, k))
        .With<MinMaxNorm>("MinMaxNorm", c => new MinMaxNorm(c.Double("min_value", 0), c.Double("max_value", 1), c.Double("rate", 1), Axes(c)),
            (k, j) => Put(j, k, ("min_value", k.MinValue), ("max_value", k.MaxValue), ("rate", k.Rate)));

    private static Ints Axes(KerasConfig c) =>
        c.Doubles("axis") is not { } axes ? [0]
        : axes.All(a => a == Math.Floor(a) && Math.Abs(a) < 64) ? Ints.Create([.. axes.Select(a => (int)a)])
        : throw c.Wrong("axis", "axis numbers", c.Find("axis")!.Value);

    private static void Put(JsonObject json, NormConstraint constraint, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        foreach (var (name, value) in more) json[name] = value;
        json["axis"] = constraint.Axes.Count == 1 ? constraint.Axes[0] : new JsonArray([.. constraint.Axes.Select(a => JsonValue.Create(a))]);
    }
}
