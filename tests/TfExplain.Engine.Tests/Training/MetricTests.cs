using System.Text.Json;
using TfExplain.Training;
using TfExplain.Training.Metrics;

namespace TfExplain.Engine.Tests.Training;

public sealed class MetricTests
{
    public static TheoryData<string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, bool>();
            using var arrays = KerasTraining.Open("metrics");
            foreach (var name in KerasTraining.Names("metrics"))
            {
                data.Add(name, false);
                if (arrays.Contains($"{name}.results_weighted")) data.Add(name, true);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Results_are_those_of_Keras(string name, bool weighted)
    {
        var metric = Of(KerasTraining.Case("metrics", name));
        using var arrays = KerasTraining.Open("metrics");
        var (y, yShape) = Read(arrays, $"{name}.y_true");
        var (p, pShape) = Read(arrays, $"{name}.y_pred");
        var w = weighted ? arrays[$"{name}.sample_weight"].ToSingles() : [];
        var expected = arrays[weighted ? $"{name}.results_weighted" : $"{name}.results"].ToDoubles();
        for (var pass = 0; pass < 2; pass++)
        {
            for (var batch = 0; batch < 2; batch++)
            {
                metric.Update(Half(y, batch), yShape[1..], Half(p, batch), pShape[1..], Half(w, batch));
                var results = metric.Results;
                results.Count.ShouldBe(expected.Length / 2);
                // Keras sums in float32: a few units in the last place of numbers of order 1, more where they cancel.
                for (var i = 0; i < results.Count; i++) results[i].ShouldBe(Half(expected, batch)[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])), $"batch {batch} result {i}");
                metric.Result.ShouldBe(results.Average(), 1e-12);
            }
            metric.Reset();
        }
    }

    [Fact]
    public void The_state_carries_on()
    {
        foreach (var name in KerasTraining.Names("metrics"))
        {
            using var arrays = KerasTraining.Open("metrics");
            var (y, yShape) = Read(arrays, $"{name}.y_true");
            var (p, pShape) = Read(arrays, $"{name}.y_pred");
            Metric straight = Of(KerasTraining.Case("metrics", name)), restored = Of(KerasTraining.Case("metrics", name));
            straight.Update(Half(y, 0), yShape[1..], Half(p, 0), pShape[1..], []);
            restored.State = straight.State;
            straight.Update(Half(y, 1), yShape[1..], Half(p, 1), pShape[1..], []);
            restored.Update(Half(y, 1), yShape[1..], Half(p, 1), pShape[1..], []);
            restored.Results.ShouldBe(straight.Results, name);
            Should.Throw<ArgumentException>(() => restored.State = new double[straight.State.Length + 1]);
        }
    }

    [Fact]
    public void Accuracies_allocate_nothing()
    {
        Metric[] metrics = [new BinaryAccuracy(), new CategoricalAccuracy(), new SparseCategoricalAccuracy(), new SparseTopKCategoricalAccuracy()];
        float[] p = [0.1f, 0.9f, 0.7f, 0.3f], y = [0, 1, 0, 1], sparse = [1, 0];
        Shape pShape = [2, 2];
        foreach (var metric in metrics)
        {
            var labels = metric is SparseCategoricalAccuracy or SparseTopKCategoricalAccuracy ? sparse : y;
            Allocations.Of(() => metric.Update(labels, pShape, p, pShape, [])).ShouldBe(0, metric.Name);
        }
    }

    [Fact]
    public void Weights_of_samples_spread_over_their_pixels()
    {
        var metric = new SparseCategoricalAccuracy();
        metric.Update([0, 1, 1, 1], [2, 2], [1, 0, 1, 0, 1, 0, 0, 1], [2, 2, 2], [1, 3]);
        metric.Result.ShouldBe((1 + 3) / 8.0);
        var mean = new Mean();
        mean.Add(2, 3);
        mean.Add(4);
        mean.Result.ShouldBe(2.5);
        mean.Results.ShouldBe([2.5]);
    }

    [Fact]
    public void Entropies_of_logits_are_those_of_their_probabilities()
    {
        float[] x = [2, -1, 0.5f, 0, 3, -2], y = [0, 1, 0, 0, 0.5f, 0.5f], sparse = [1, 2];
        float[] softmax = [.. x.Chunk(3).SelectMany(row => row.Select(v => (float)(Math.Exp(v) / row.Sum(u => Math.Exp(u)))))];
        float[] sigmoid = [.. x.Select(v => (float)(1 / (1 + Math.Exp(-v))))];
        double Run(Metric m, float[] labels, Shape shape, float[] p)
        {
            m.Update(labels, shape, p, [2, 3], []);
            return m.Result;
        }

        Run(new CategoricalCrossentropy { FromLogits = true, LabelSmoothing = 0.1 }, y, [2, 3], x).ShouldBe(Run(new CategoricalCrossentropy { LabelSmoothing = 0.1 }, y, [2, 3], softmax), 1e-5);
        Run(new SparseCategoricalCrossentropy { FromLogits = true }, sparse, [2], x).ShouldBe(Run(new SparseCategoricalCrossentropy(), sparse, [2], softmax), 1e-5);
        Run(new BinaryCrossentropy { FromLogits = true }, y, [2, 3], x).ShouldBe(Run(new BinaryCrossentropy(), y, [2, 3], sigmoid), 1e-5);
        Run(new AUC(fromLogits: true), [0, 1, 0, 0, 1, 0], [2, 3], x).ShouldBe(Run(new AUC(), [0, 1, 0, 0, 1, 0], [2, 3], sigmoid), 1e-12);
    }

    [Fact]
    public void What_does_not_fit_gets_clear_errors()
    {
        string Error(Metric metric, float[] y, Shape yShape, float[] p, Shape pShape, float[]? w = null) =>
            Should.Throw<ArgumentException>(() => metric.Update(y, yShape, p, pShape, w)).Message;

        Error(new CategoricalAccuracy(), [0, 1], [2], [1, 0, 0, 1], [2, 2]).ShouldContain("starts with Sparse");
        Error(new SparseCategoricalAccuracy(), [0, 1, 1, 0], [2, 2], [1, 0, 0, 1], [2, 2]).ShouldContain("one class number per row");
        Error(new MeanSquaredError(), [0, 1], [2], [1, 0], [2, 1], [1, 2, 3]).ShouldContain("3 sample weights for 2 rows");
        Error(new AUC(), [0, 1], [2, 1], [0.5f, 1.5f], [2, 1]).ShouldContain("end in logits");
        Error(new Precision { ClassId = 4 }, [0, 1], [1, 2], [0.5f, 0.5f], [1, 2]).ShouldContain("class 4");
        Error(new MeanIoU(2), [0, 2], [2], [0, 1], [2]).ShouldContain("a label is 2");
        Error(new SparseCategoricalCrossentropy(), [3], [1], [0.5f, 0.5f], [1, 2]).ShouldContain("a label is 3");
        Should.Throw<ArgumentException>(() => new Precision(0.5f, 1.5f)).Message.ShouldContain("1.5");
        Should.Throw<ArgumentOutOfRangeException>(() => new MeanIoU(1 << 20));
        Should.Throw<ArgumentOutOfRangeException>(() => new AUC(1)).Message.ShouldContain("NumThresholds");
    }

    [Fact]
    public void Names_are_those_of_Keras()
    {
        new AUC().Name.ShouldBe("auc");
        new MeanIoU(2).Name.ShouldBe("mean_io_u");
        new F1Score().Name.ShouldBe("f1_score");
        new FBetaScore().Name.ShouldBe("fbeta_score");
        new R2Score().Name.ShouldBe("r2_score");
        new KLDivergence().Name.ShouldBe("kl_divergence");
        new LogCoshError().Name.ShouldBe("logcosh");
        new SparseTopKCategoricalAccuracy().Name.ShouldBe("sparse_top_k_categorical_accuracy");
        new MeanSquaredError { Name = "mse" }.Name.ShouldBe("mse");
    }

    private static (float[] Values, Shape Shape) Read(TfExplain.Imaging.Arrays.NpzArchive arrays, string key) => (arrays[key].ToSingles(), Shape.Create(arrays[key].Shape));

    private static T[] Half<T>(T[] values, int half) => values[(values.Length / 2 * half)..(values.Length / 2 * (half + 1))];

    private static Metric Of(JsonElement test)
    {
        var p = test.GetProperty("parameters");
        double D(string key, double other = 0) => p.TryGetProperty(key, out var v) ? v.GetDouble() : other;
        int? N(string key) => p.TryGetProperty(key, out var v) ? v.GetInt32() : null;
        string T(string key, string other) => p.TryGetProperty(key, out var v) ? v.GetString()! : other;
        float[] Thresholds() => !p.TryGetProperty("thresholds", out var v) ? [] : v.ValueKind == JsonValueKind.Array ? [.. v.EnumerateArray().Select(t => t.GetSingle())] : [v.GetSingle()];
        var average = Enum.Parse<ScoreAverage>(T("average", "none"), true);
        return test.GetProperty("metric").GetString() switch
        {
            "Accuracy" => new Accuracy(),
            "BinaryAccuracy" => new BinaryAccuracy { Threshold = (float)D("threshold", 0.5) },
            "CategoricalAccuracy" => new CategoricalAccuracy(),
            "SparseCategoricalAccuracy" => new SparseCategoricalAccuracy(),
            "TopKCategoricalAccuracy" => new TopKCategoricalAccuracy { K = N("k")!.Value },
            "SparseTopKCategoricalAccuracy" => new SparseTopKCategoricalAccuracy { K = N("k")!.Value },
            "AUC" => new AUC(N("num_thresholds") ?? 200, p.TryGetProperty("multi_label", out _)) { Curve = Enum.Parse<AucCurve>(T("curve", "ROC")), SummationMethod = Enum.Parse<AucSummation>(T("summation_method", "interpolation"), true) },
            "Precision" => new Precision(Thresholds()) { TopK = N("top_k"), ClassId = N("class_id") },
            "Recall" => new Recall(Thresholds()) { TopK = N("top_k"), ClassId = N("class_id") },
            "F1Score" => new F1Score { Average = average },
            "FBetaScore" => new FBetaScore { Average = average, Beta = D("beta") },
            "TruePositives" => new TruePositives(Thresholds()),
            "FalsePositives" => new FalsePositives(Thresholds()),
            "TrueNegatives" => new TrueNegatives(Thresholds()),
            "FalseNegatives" => new FalseNegatives(Thresholds()),
            "SensitivityAtSpecificity" => new SensitivityAtSpecificity(D("specificity")),
            "SpecificityAtSensitivity" => new SpecificityAtSensitivity(D("sensitivity")),
            "PrecisionAtRecall" => new PrecisionAtRecall(D("recall")),
            "RecallAtPrecision" => new RecallAtPrecision(D("precision")),
            "R2Score" => new R2Score(),
            "CategoricalCrossentropy" => new CategoricalCrossentropy(),
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy(),
            "BinaryCrossentropy" => new BinaryCrossentropy(),
            "MeanSquaredError" => new MeanSquaredError(),
            "RootMeanSquaredError" => new RootMeanSquaredError(),
            "MeanAbsoluteError" => new MeanAbsoluteError(),
            "CosineSimilarity" => new CosineSimilarity(),
            "LogCoshError" => new LogCoshError(),
            "MeanIoU" => new MeanIoU(N("num_classes")!.Value),
            "MeanRelativeError" => new MeanRelativeError(p.GetProperty("normalizer").EnumerateArray().Select(v => v.GetDouble())),
            var other => throw new NotSupportedException(other),
        };
    }
}
