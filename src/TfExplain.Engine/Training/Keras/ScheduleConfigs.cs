using System.Text.Json.Nodes;
using TfExplain.Training.Schedules;

namespace TfExplain.Training.Keras;

/// <summary>Learning rate schedules as Keras stores them.</summary>
internal static class ScheduleConfigs
{
    public static KerasFamily<Schedule> Family { get; } = new KerasFamily<Schedule>("learning rate schedule", "keras.optimizers.schedules")
        .With<ExponentialDecay>("ExponentialDecay", c => new ExponentialDecay(Rate(c), c.Long("decay_steps"), c.Required("decay_rate"), c.Bool("staircase")),
            (s, j) => Put(j, s.InitialLearningRate, ("decay_steps", s.DecaySteps), ("decay_rate", s.DecayRate), ("staircase", s.Staircase)))
        .With<InverseTimeDecay>("InverseTimeDecay", c => new InverseTimeDecay(Rate(c), c.Long("decay_steps"), c.Required("decay_rate"), c.Bool("staircase")),
            (s, j) => Put(j, s.InitialLearningRate, ("decay_steps", s.DecaySteps), ("decay_rate", s.DecayRate), ("staircase", s.Staircase)))
        .With<CosineDecay>("CosineDecay", c => new CosineDecay(Rate(c), c.Long("decay_steps"), c.Double("alpha", 0), c.FloatOrNull("warmup_target"), c.Long("warmup_steps", 0)),
            (s, j) => Put(j, s.InitialLearningRate, ("decay_steps", s.DecaySteps), ("alpha", s.Alpha), ("warmup_target", s.WarmupTarget), ("warmup_steps", s.WarmupSteps)))
        .With<CosineDecayRestarts>("CosineDecayRestarts", c => new CosineDecayRestarts(Rate(c), c.Long("first_decay_steps"), c.Double("t_mul", 2), c.Double("m_mul", 1), c.Double("alpha", 0)),
            (s, j) => Put(j, s.InitialLearningRate, ("first_decay_steps", s.FirstDecaySteps), ("t_mul", s.TMul), ("m_mul", s.MMul), ("alpha", s.Alpha)))
        .With<PolynomialDecay>("PolynomialDecay", c => new PolynomialDecay(Rate(c), c.Long("decay_steps"), c.Float("end_learning_rate", 1e-4f), c.Double("power", 1), c.Bool("cycle")),
            (s, j) => Put(j, s.InitialLearningRate, ("decay_steps", s.DecaySteps), ("end_learning_rate", s.EndLearningRate), ("power", s.Power), ("cycle", s.Cycle)))
        .With<PiecewiseConstantDecay>("PiecewiseConstantDecay", c => new PiecewiseConstantDecay(c.Longs("boundaries") ?? [], (c.Doubles("values") ?? []).Select(v => (float)v)),
            (s, j) =>
            {
                j["boundaries"] = new JsonArray([.. s.Boundaries.Select(b => JsonValue.Create(b))]);
                j["values"] = new JsonArray([.. s.Values.Select(v => JsonValue.Create(v))]);
            });

    private static float Rate(KerasConfig config) => (float)config.Required("initial_learning_rate");

    private static void Put(JsonObject json, float rate, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        json["initial_learning_rate"] = rate;
        foreach (var (name, value) in more) json[name] = value;
    }
}
