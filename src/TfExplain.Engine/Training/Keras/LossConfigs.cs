using System.Text.Json.Nodes;
using TfExplain.Training.Losses;

namespace TfExplain.Training.Keras;

/// <summary>Losses as Keras stores them.</summary>
internal static class LossConfigs
{
    public static KerasFamily<Loss> Family { get; } = new KerasFamily<Loss>("loss", "keras.losses")
        .With<CategoricalCrossentropy>("CategoricalCrossentropy", c => Common(c, new CategoricalCrossentropy { FromLogits = c.Bool("from_logits"), LabelSmoothing = c.Double("label_smoothing", 0) }),
            (l, j) => Put(j, l, ("from_logits", l.FromLogits), ("label_smoothing", l.LabelSmoothing), ("axis", -1)))
        .With<SparseCategoricalCrossentropy>("SparseCategoricalCrossentropy", c => Common(c, new SparseCategoricalCrossentropy { FromLogits = c.Bool("from_logits"), IgnoreClass = c.IntOrNull("ignore_class") }),
            (l, j) => Put(j, l, ("from_logits", l.FromLogits), ("ignore_class", l.IgnoreClass)))
        .With<BinaryCrossentropy>("BinaryCrossentropy", c => Common(c, new BinaryCrossentropy { FromLogits = c.Bool("from_logits"), LabelSmoothing = c.Double("label_smoothing", 0) }),
            (l, j) => Put(j, l, ("from_logits", l.FromLogits), ("label_smoothing", l.LabelSmoothing), ("axis", -1)), "bce")
        .With<BinaryFocalCrossentropy>("BinaryFocalCrossentropy", c => Common(c, new BinaryFocalCrossentropy
        {
            ApplyClassBalancing = c.Bool("apply_class_balancing"),
            Alpha = c.Double("alpha", 0.25),
            Gamma = c.Double("gamma", 2),
            FromLogits = c.Bool("from_logits"),
            LabelSmoothing = c.Double("label_smoothing", 0),
        }), (l, j) => Put(j, l, ("apply_class_balancing", l.ApplyClassBalancing), ("alpha", l.Alpha), ("gamma", l.Gamma), ("from_logits", l.FromLogits), ("label_smoothing", l.LabelSmoothing)))
        .With<CategoricalFocalCrossentropy>("CategoricalFocalCrossentropy", c => Common(c, new CategoricalFocalCrossentropy
        {
            Alpha = c.Double("alpha", 0.25),
            Gamma = c.Double("gamma", 2),
            FromLogits = c.Bool("from_logits"),
            LabelSmoothing = c.Double("label_smoothing", 0),
        }), (l, j) => Put(j, l, ("alpha", l.Alpha), ("gamma", l.Gamma), ("from_logits", l.FromLogits), ("label_smoothing", l.LabelSmoothing)))
        .With<MeanSquaredError>("MeanSquaredError", c => Common(c, new MeanSquaredError()), (l, j) => Put(j, l), "mse")
        .With<MeanAbsoluteError>("MeanAbsoluteError", c => Common(c, new MeanAbsoluteError()), (l, j) => Put(j, l), "mae")
        .With<MeanAbsolutePercentageError>("MeanAbsolutePercentageError", c => Common(c, new MeanAbsolutePercentageError()), (l, j) => Put(j, l), "mape")
        .With<MeanSquaredLogarithmicError>("MeanSquaredLogarithmicError", c => Common(c, new MeanSquaredLogarithmicError()), (l, j) => Put(j, l), "msle")
        .With<Huber>("Huber", c => Common(c, new Huber { Delta = c.Float("delta", 1) }), (l, j) => Put(j, l, ("delta", l.Delta)), "huber_loss")
        .With<LogCosh>("LogCosh", c => Common(c, new LogCosh()), (l, j) => Put(j, l))
        .With<CosineSimilarity>("CosineSimilarity", c => Common(c, new CosineSimilarity { Axis = c.Int("axis", -1) }, true), (l, j) => Put(j, l, ("axis", l.Axis)), "cosine_proximity")
        .With<Hinge>("Hinge", c => Common(c, new Hinge()), (l, j) => Put(j, l))
        .With<SquaredHinge>("SquaredHinge", c => Common(c, new SquaredHinge()), (l, j) => Put(j, l))
        .With<CategoricalHinge>("CategoricalHinge", c => Common(c, new CategoricalHinge()), (l, j) => Put(j, l))
        .With<KLDivergence>("KLDivergence", c => Common(c, new KLDivergence()), (l, j) => Put(j, l), "kld", "kullback_leibler_divergence")
        .With<Poisson>("Poisson", c => Common(c, new Poisson()), (l, j) => Put(j, l));

    private static Loss Common(KerasConfig c, Loss loss, bool anyAxis = false)
    {
        if (!anyAxis && c.Int("axis", -1) != -1) throw c.Wrong("axis", "-1, the last,", c.Find("axis")!.Value);
        return loss with
        {
            Name = c.Text("name") ?? loss.Name,
            Reduction = c.Text("reduction") switch
            {
                null or "auto" or "sum_over_batch_size" or "mean" => Reduction.SumOverBatchSize,
                "sum" => Reduction.Sum,
                "none" => Reduction.None,
                _ => throw c.Wrong("reduction", "auto, sum_over_batch_size, sum or none", c.Find("reduction")!.Value),
            },
        };
    }

    private static void Put(JsonObject json, Loss loss, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        json["reduction"] = SnakeCase.Of(loss.Reduction.ToString());
        json["name"] = loss.Name;
        foreach (var (name, value) in more) json[name] = value;
    }
}
