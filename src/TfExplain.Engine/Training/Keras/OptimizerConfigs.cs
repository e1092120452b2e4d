using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Optimizers;
using TfExplain.Training.Schedules;

namespace TfExplain.Training.Keras;

/// <summary>Optimisers as Keras stores them.</summary>
internal static class OptimizerConfigs
{
    public static KerasFamily<Optimizer> Family { get; } = new KerasFamily<Optimizer>("optimizer", "keras.optimizers")
        .With<SGD>("SGD", c => Common(c, new SGD(Rate(c, 0.01f)) { Momentum = c.Double("momentum", 0), Nesterov = c.Bool("nesterov") }),
            (o, j) => Put(j, o, ("momentum", o.Momentum), ("nesterov", o.Nesterov)))
        .With<Adam>("Adam", c => Common(c, new Adam(Rate(c)) { Beta1 = c.Double("beta_1", 0.9), Beta2 = c.Double("beta_2", 0.999), Epsilon = Epsilon(c), Amsgrad = c.Bool("amsgrad") }),
            (o, j) => Put(j, o, ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon), ("amsgrad", o.Amsgrad)))
        .With<AdamW>("AdamW", c => Common(c, new AdamW(Rate(c)) { Beta1 = c.Double("beta_1", 0.9), Beta2 = c.Double("beta_2", 0.999), Epsilon = Epsilon(c), Amsgrad = c.Bool("amsgrad") }),
            (o, j) => Put(j, o, ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon), ("amsgrad", o.Amsgrad)))
        .With<Adamax>("Adamax", c => Common(c, new Adamax(Rate(c)) { Beta1 = c.Double("beta_1", 0.9), Beta2 = c.Double("beta_2", 0.999), Epsilon = Epsilon(c) }),
            (o, j) => Put(j, o, ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon)))
        .With<Nadam>("Nadam", c => Common(c, new Nadam(Rate(c)) { Beta1 = c.Double("beta_1", 0.9), Beta2 = c.Double("beta_2", 0.999), Epsilon = Epsilon(c) }),
            (o, j) => Put(j, o, ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon)))
        .With<RMSprop>("RMSprop", c => Common(c, new RMSprop(Rate(c)) { Rho = c.Double("rho", 0.9), Momentum = c.Double("momentum", 0), Epsilon = Epsilon(c), Centered = c.Bool("centered") }),
            (o, j) => Put(j, o, ("rho", o.Rho), ("momentum", o.Momentum), ("epsilon", o.Epsilon), ("centered", o.Centered)))
        .With<Adagrad>("Adagrad", c => Common(c, new Adagrad(Rate(c)) { InitialAccumulatorValue = c.Float("initial_accumulator_value", 0.1f), Epsilon = Epsilon(c) }),
            (o, j) => Put(j, o, ("initial_accumulator_value", o.InitialAccumulatorValue), ("epsilon", o.Epsilon)))
        .With<Adadelta>("Adadelta", c => Common(c, new Adadelta(Rate(c)) { Rho = c.Double("rho", 0.95), Epsilon = Epsilon(c) }),
            (o, j) => Put(j, o, ("rho", o.Rho), ("epsilon", o.Epsilon)))
        .With<Ftrl>("Ftrl", c => Common(c, new Ftrl(Rate(c))
        {
            LearningRatePower = c.Float("learning_rate_power", -0.5f),
            InitialAccumulatorValue = c.Float("initial_accumulator_value", 0.1f),
            L1RegularizationStrength = c.Float("l1_regularization_strength", 0),
            L2RegularizationStrength = c.Float("l2_regularization_strength", 0),
            L2ShrinkageRegularizationStrength = c.Float("l2_shrinkage_regularization_strength", 0),
            Beta = c.Float("beta", 0),
        }), (o, j) => Put(j, o, ("learning_rate_power", o.LearningRatePower), ("initial_accumulator_value", o.InitialAccumulatorValue), ("l1_regularization_strength", o.L1RegularizationStrength),
            ("l2_regularization_strength", o.L2RegularizationStrength), ("l2_shrinkage_regularization_strength", o.L2ShrinkageRegularizationStrength), ("beta", o.Beta)))
        .With<Lion>("Lion", c => Common(c, new Lion(Rate(c, 1e-4f)) { Beta1 = c.Double("beta_1", 0.9), Beta2 = c.Double("beta_2", 0.99) }),
            (o, j) => Put(j, o, ("beta_1", o.Beta1), ("beta_2", o.Beta2)));

    private static float Epsilon(KerasConfig c) => c.Float("epsilon", Loss.Epsilon);

    private static Schedule Rate(KerasConfig c, float otherwise = 0.001f)
    {
        var key = c.Find("learning_rate") is null && c.Find("lr") is not null ? "lr" : "learning_rate";
        if (c.Find(key) is { ValueKind: JsonValueKind.Object } schedule) return ScheduleConfigs.Family.Read(schedule);
        var rate = c.Float(key, otherwise);
        // Keras before 2.11: rate / (1 + decay t).
        return c.Double("decay", 0) is var decay && decay != 0 ? new InverseTimeDecay(rate, 1, decay) : rate;
    }

    private static Optimizer Common(KerasConfig c, Optimizer optimizer) => optimizer with
    {
        WeightDecay = c.FloatOrNull("weight_decay") ?? optimizer.WeightDecay,
        ClipNorm = c.Limit("clipnorm"),
        ClipValue = c.Limit("clipvalue"),
        GlobalClipNorm = c.Limit("global_clipnorm"),
        UseEma = c.Bool("use_ema"),
        EmaMomentum = c.Double("ema_momentum", 0.99),
        EmaOverwriteFrequency = c.IntOrNull("ema_overwrite_frequency"),
        Name = c.Text("name") ?? optimizer.Name,
    };

    private static void Put(JsonObject json, Optimizer o, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        json["name"] = o.Name;
        json["weight_decay"] = o.WeightDecay;
        json["clipnorm"] = o.ClipNorm;
        json["global_clipnorm"] = o.GlobalClipNorm;
        json["clipvalue"] = o.ClipValue;
        json["use_ema"] = o.UseEma;
        json["ema_momentum"] = o.EmaMomentum;
        json["ema_overwrite_frequency"] = o.EmaOverwriteFrequency;
        json["learning_rate"] = o.LearningRate.Write();
        foreach (var (name, value) in more) json[name] = value;
    }
}
