using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Metrics;

namespace TfExplain.Training.Keras;

/// <summary>Metrics as Keras stores them.</summary>
internal static class MetricConfigs
{
    public static KerasFamily<Metric> Family { get; } = new KerasFamily<Metric>("metric", "keras.metrics")
        .With<Accuracy>("Accuracy", c => new Accuracy { Name = Name(c) }, Put)
        .With<BinaryAccuracy>("BinaryAccuracy", c => new BinaryAccuracy { Name = Name(c), Threshold = c.Float("threshold", 0.5f) }, (m, j) => Put(j, m, ("threshold", m.Threshold)))
        .With<CategoricalAccuracy>("CategoricalAccuracy", c => new CategoricalAccuracy { Name = Name(c) }, Put)
        .With<SparseCategoricalAccuracy>("SparseCategoricalAccuracy", c => new SparseCategoricalAccuracy { Name = Name(c) }, Put)
        .With<TopKCategoricalAccuracy>("TopKCategoricalAccuracy", c => new TopKCategoricalAccuracy { Name = Name(c), K = c.Int("k", 5) }, (m, j) => Put(j, m, ("k", m.K)))
        .With<SparseTopKCategoricalAccuracy>("SparseTopKCategoricalAccuracy", c => new SparseTopKCategoricalAccuracy { Name = Name(c), K = c.Int("k", 5) }, (m, j) => Put(j, m, ("k", m.K)))
        .With<CategoricalCrossentropy>("CategoricalCrossentropy", c => new CategoricalCrossentropy { Name = Name(c), FromLogits = c.Bool("from_logits"), LabelSmoothing = c.Double("label_smoothing", 0) },
            (m, j) => Put(j, m, ("from_logits", m.FromLogits), ("label_smoothing", m.LabelSmoothing)))
        .With<SparseCategoricalCrossentropy>("SparseCategoricalCrossentropy", c => new SparseCategoricalCrossentropy { Name = Name(c), FromLogits = c.Bool("from_logits") }, (m, j) => Put(j, m, ("from_logits", m.FromLogits)))
        .With<BinaryCrossentropy>("BinaryCrossentropy", c => new BinaryCrossentropy { Name = Name(c), FromLogits = c.Bool("from_logits"), LabelSmoothing = c.Double("label_smoothing", 0) },
            (m, j) => Put(j, m, ("from_logits", m.FromLogits), ("label_smoothing", m.LabelSmoothing)), "bce")
        .With<MeanSquaredError>("MeanSquaredError", c => new MeanSquaredError { Name = Name(c) }, Put, "mse")
        .With<RootMeanSquaredError>("RootMeanSquaredError", c => new RootMeanSquaredError { Name = Name(c) }, Put, "rmse")
        .With<MeanAbsoluteError>("MeanAbsoluteError", c => new MeanAbsoluteError { Name = Name(c) }, Put, "mae")
        .With<MeanAbsolutePercentageError>("MeanAbsolutePercentageError", c => new MeanAbsolutePercentageError { Name = Name(c) }, Put, "mape")
        .With<MeanSquaredLogarithmicError>("MeanSquaredLogarithmicError", c => new MeanSquaredLogarithmicError { Name = Name(c) }, Put, "msle")
        .With<LogCoshError>("LogCoshError", c => new LogCoshError { Name = Name(c) }, Put, "logcosh")
        .With<CosineSimilarity>("CosineSimilarity", c => c.Int("axis", -1) == -1 ? new CosineSimilarity { Name = Name(c) } : throw c.Wrong("axis", "-1, the last,", c.Find("axis")!.Value), (m, j) => Put(j, m, ("axis", -1)), "cosine_proximity")
        .With<KLDivergence>("KLDivergence", c => new KLDivergence { Name = Name(c) }, Put, "kld", "kullback_leibler_divergence")
        .With<Poisson>("Poisson", c => new Poisson { Name = Name(c) }, Put)
        .With<Hinge>("Hinge", c => new Hinge { Name = Name(c) }, Put)
        .With<SquaredHinge>("SquaredHinge", c => new SquaredHinge { Name = Name(c) }, Put)
        .With<CategoricalHinge>("CategoricalHinge", c => new CategoricalHinge { Name = Name(c) }, Put)
        .With<Mean>("Mean", c => new Mean { Name = Name(c) }, Put)
        .With<MeanRelativeError>("MeanRelativeError", c => new MeanRelativeError(c.Doubles("normalizer") ?? throw new FormatException("The metric MeanRelativeError lacks 'normalizer'.")) { Name = Name(c) },
            (m, j) => Put(j, m, ("normalizer", Numbers(m.Normalizer))))
        .With<R2Score>("R2Score", c => new R2Score { Name = Name(c), ClassAggregation = c.Choice("class_aggregation", c.Has("class_aggregation") ? R2Aggregation.None : R2Aggregation.UniformAverage), NumRegressors = c.Int("num_regressors", 0) },
            (m, j) => Put(j, m, ("class_aggregation", m.ClassAggregation == R2Aggregation.None ? null : SnakeCase.Of(m.ClassAggregation.ToString())), ("num_regressors", m.NumRegressors)))
        .With<MeanIoU>("MeanIoU", c => new MeanIoU(c.Find("num_classes") is null ? throw new FormatException("The metric MeanIoU lacks 'num_classes'.") : c.Int("num_classes", 0))
        {
            Name = Name(c),
            IgnoreClass = c.IntOrNull("ignore_class"),
            SparseYTrue = c.Bool("sparse_y_true", true),
            SparseYPred = c.Bool("sparse_y_pred", true),
        }, (m, j) => Put(j, m, ("num_classes", m.NumClasses), ("ignore_class", m.IgnoreClass), ("sparse_y_true", m.SparseYTrue), ("sparse_y_pred", m.SparseYPred)))
        .With<F1Score>("F1Score", c => new F1Score { Name = Name(c), Average = c.Choice("average", ScoreAverage.None), Threshold = c.FloatOrNull("threshold") }, (m, j) => Put(j, m, ("average", Average(m)), ("threshold", m.Threshold)))
        .With<FBetaScore>("FBetaScore", c => new FBetaScore { Name = Name(c), Average = c.Choice("average", ScoreAverage.None), Beta = c.Double("beta", 1), Threshold = c.FloatOrNull("threshold") },
            (m, j) => Put(j, m, ("average", Average(m)), ("beta", m.Beta), ("threshold", m.Threshold)))
        .With<Precision>("Precision", c => new Precision(Thresholds(c)) { Name = Name(c), TopK = c.IntOrNull("top_k"), ClassId = c.IntOrNull("class_id") },
            (m, j) => Put(j, m, ("thresholds", Thresholds(m)), ("top_k", m.TopK), ("class_id", m.ClassId)))
        .With<Recall>("Recall", c => new Recall(Thresholds(c)) { Name = Name(c), TopK = c.IntOrNull("top_k"), ClassId = c.IntOrNull("class_id") },
            (m, j) => Put(j, m, ("thresholds", Thresholds(m)), ("top_k", m.TopK), ("class_id", m.ClassId)))
        .With<TruePositives>("TruePositives", c => new TruePositives(Thresholds(c)) { Name = Name(c) }, (m, j) => Put(j, m, ("thresholds", Thresholds(m))))
        .With<FalsePositives>("FalsePositives", c => new FalsePositives(Thresholds(c)) { Name = Name(c) }, (m, j) => Put(j, m, ("thresholds", Thresholds(m))))
        .With<TrueNegatives>("TrueNegatives", c => new TrueNegatives(Thresholds(c)) { Name = Name(c) }, (m, j) => Put(j, m, ("thresholds", Thresholds(m))))
        .With<FalseNegatives>("FalseNegatives", c => new FalseNegatives(Thresholds(c)) { Name = Name(c) }, (m, j) => Put(j, m, ("thresholds", Thresholds(m))))
        .With<SensitivityAtSpecificity>("SensitivityAtSpecificity", c => new SensitivityAtSpecificity(c.Required("specificity"), c.Int("num_thresholds", 200)) { Name = Name(c), ClassId = c.IntOrNull("class_id") },
            (m, j) => Put(j, m, ("specificity", m.Specificity), ("num_thresholds", m.Thresholds.Count), ("class_id", m.ClassId)))
        .With<SpecificityAtSensitivity>("SpecificityAtSensitivity", c => new SpecificityAtSensitivity(c.Required("sensitivity"), c.Int("num_thresholds", 200)) { Name = Name(c), ClassId = c.IntOrNull("class_id") },
            (m, j) => Put(j, m, ("sensitivity", m.Sensitivity), ("num_thresholds", m.Thresholds.Count), ("class_id", m.ClassId)))
        .With<PrecisionAtRecall>("PrecisionAtRecall", c => new PrecisionAtRecall(c.Required("recall"), c.Int("num_thresholds", 200)) { Name = Name(c), ClassId = c.IntOrNull("class_id") },
            (m, j) => Put(j, m, ("recall", m.Recall), ("num_thresholds", m.Thresholds.Count), ("class_id", m.ClassId)))
        .With<RecallAtPrecision>("RecallAtPrecision", c => new RecallAtPrecision(c.Required("precision"), c.Int("num_thresholds", 200)) { Name = Name(c), ClassId = c.IntOrNull("class_id") },
            (m, j) => Put(j, m, ("precision", m.Precision), ("num_thresholds", m.Thresholds.Count), ("class_id", m.ClassId)))
        .With<AUC>("AUC", ReadAuc, WriteAuc);

    /// <summary>Reads a metric; <c>MeanMetricWrapper</c> stands for the function it wraps.</summary>
    public static Metric Read(JsonElement json)
    {
        var (name, config) = Family.Split(json);
        if (name == "MeanMetricWrapper" && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("fn", out var function)) name = Family.Split(function).Name;
        var metric = Family.Find(name) ?? throw new FormatException(Family.Unknown(name));
        return Family.Read(metric, config);
    }

    private static AUC ReadAuc(KerasConfig c)
    {
        if (c.Long("num_labels", 0) is < 0) throw c.Wrong("num_labels", "a whole number of at least 0", c.Find("num_labels")!.Value);
        // Keras stores the thresholds between 0 and 1 even where they are its own even ones.
        var count = c.Int("num_thresholds", 200);
        var thresholds = c.Doubles("thresholds")?.Select(t => (float)t).ToArray();
        var even = thresholds is null || (thresholds.Length == count - 2 && thresholds.Select((t, i) => Math.Abs(t - (i + 1.0) / (count - 1))).All(gap => gap < 1e-6));
        return new AUC(count, c.Bool("multi_label"), c.Bool("from_logits"), even ? null : thresholds)
        {
            Name = Name(c),
            Curve = c.Choice("curve", AucCurve.ROC),
            SummationMethod = c.Choice("summation_method", AucSummation.Interpolation),
            LabelWeights = c.Doubles("label_weights"),
        };
    }

    private static void WriteAuc(AUC m, JsonObject j)
    {
        Put(j, m, ("num_thresholds", m.Thresholds.Count), ("curve", m.Curve.ToString()), ("summation_method", SnakeCase.Of(m.SummationMethod.ToString())), ("multi_label", m.MultiLabel), ("num_labels", null),
            ("label_weights", m.LabelWeights is null ? null : Numbers(m.LabelWeights)), ("from_logits", m.FromLogits));
        if (m.HasOwnThresholds) j["thresholds"] = Numbers(m.Thresholds.Skip(1).SkipLast(1).Select(t => (double)t));
    }

    private static string Name(KerasConfig c) => c.Text("name")!;

    private static float[] Thresholds(KerasConfig c) => [.. (c.Doubles("thresholds") ?? []).Select(t => (float)t)];

    private static JsonArray? Thresholds(ThresholdMetric m) => m.HasDefaultThreshold ? null : new JsonArray([.. m.Thresholds.Select(t => JsonValue.Create(t))]);

    private static string? Average(FBetaScore m) => m.Average == ScoreAverage.None ? null : SnakeCase.Of(m.Average.ToString());

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(v => JsonValue.Create(v))]);

    private static void Put(Metric metric, JsonObject json) => Put(json, metric);

    private static void Put(JsonObject json, Metric metric, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        json["name"] = metric.Name;
        json["dtype"] = "float32";
        foreach (var (name, value) in more) json[name] = value;
    }
}
