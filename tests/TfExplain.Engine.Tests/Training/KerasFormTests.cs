using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training;
using TfExplain.Training.Constraints;
using TfExplain.Training.Initializers;
using TfExplain.Training.Losses;
using TfExplain.Training.Metrics;
using TfExplain.Training.Optimizers;
using TfExplain.Training.Regularizers;
using TfExplain.Training.Schedules;

namespace TfExplain.Engine.Tests.Training;

/// <summary>Keras's names and JSON forms.</summary>
public sealed class KerasFormTests
{
    private static readonly Optimizer[] Optimizers =
    [
        new SGD(0.1f) { Momentum = 0.9, Nesterov = true, ClipValue = 0.5f }, new Adam(2e-3f) { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-5f, Amsgrad = true, ClipNorm = 2 },
        new AdamW(new CosineDecay(0.1f, 100, 0.2, 0.5f, 10)) { WeightDecay = 0.2f, UseEma = true, EmaMomentum = 0.9, EmaOverwriteFrequency = 5 }, new Adamax(new ExponentialDecay(0.1f, 7, 0.6, true)),
        new Nadam(new InverseTimeDecay(0.1f, 5, 0.5)), new RMSprop(new PolynomialDecay(0.1f, 12, 0.01f, 2, true)) { Rho = 0.8, Momentum = 0.5, Centered = true },
        new Adagrad(new PiecewiseConstantDecay([5, 12], [0.1f, 0.05f, 0.01f])) { InitialAccumulatorValue = 0.3f }, new Adadelta(new CosineDecayRestarts(0.1f, 6, 2, 0.8, 0.05)) { Rho = 0.9 },
        new Ftrl(0.1f) { LearningRatePower = -0.7f, L1RegularizationStrength = 0.1f, L2RegularizationStrength = 0.2f, L2ShrinkageRegularizationStrength = 0.3f, Beta = 0.4f }, new Lion { Beta2 = 0.95, GlobalClipNorm = 3, Name = "mine" },
    ];

    private static readonly Loss[] Losses =
    [
        new TfExplain.Training.Losses.CategoricalCrossentropy { FromLogits = true, LabelSmoothing = 0.1 }, new TfExplain.Training.Losses.SparseCategoricalCrossentropy { IgnoreClass = 255, Reduction = Reduction.Sum },
        new TfExplain.Training.Losses.BinaryCrossentropy { LabelSmoothing = 0.2 }, new BinaryFocalCrossentropy { Alpha = 0.3, Gamma = 1.5, ApplyClassBalancing = true }, new CategoricalFocalCrossentropy { Gamma = 3 },
        new TfExplain.Training.Losses.MeanSquaredError { Name = "mse" }, new TfExplain.Training.Losses.MeanAbsoluteError(), new TfExplain.Training.Losses.MeanAbsolutePercentageError(), new TfExplain.Training.Losses.MeanSquaredLogarithmicError(),
        new Huber { Delta = 0.5f }, new LogCosh { Reduction = Reduction.None }, new TfExplain.Training.Losses.CosineSimilarity { Axis = 1 }, new TfExplain.Training.Losses.Hinge(), new TfExplain.Training.Losses.SquaredHinge(),
        new TfExplain.Training.Losses.CategoricalHinge(), new TfExplain.Training.Losses.KLDivergence(), new TfExplain.Training.Losses.Poisson(),
    ];

    private static readonly Initializer[] Initializers =
    [
        new Zeros(), new Ones(), new TfExplain.Training.Initializers.Constant(2), new RandomUniform(-1, 2) { Seed = 4 }, new RandomNormal(1, 2), new TruncatedNormal(1, 2) { Seed = 5 },
        new VarianceScaling(2, FanMode.FanOut, VarianceDistribution.UntruncatedNormal), new GlorotUniform { Seed = 1 }, new GlorotNormal(), new HeUniform(), new HeNormal(), new LecunUniform(), new LecunNormal(),
        new Orthogonal(2), new TfExplain.Training.Initializers.Identity(3),
    ];

    private static readonly Regularizer[] Regularizers = [new L1(0.2f), new L2(0.3f), new L1L2(0.1f), new OrthogonalRegularizer(0.5f, OrthogonalMode.Columns)];

    private static readonly Constraint[] Constraints = [new NonNeg(), new MaxNorm(3, [0, 1, 2]), new UnitNorm(1), new MinMaxNorm(0.5, 2, 0.9)];

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static JsonElement Json(JsonNode node) => Json(node.ToJsonString());

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var o in Optimizers) Optimizer.Read(Json(o.Write())).ShouldBe(o);
        foreach (var l in Losses) Loss.Read(Json(l.Write())).ShouldBe(l);
        foreach (var i in Initializers) Initializer.Read(Json(i.Write())).ShouldBe(i);
        foreach (var r in Regularizers) Regularizer.Read(Json(r.Write())).ShouldBe(r);
        foreach (var c in Constraints) Constraint.Read(Json(c.Write())).ShouldBe(c);
        foreach (var o in Optimizers) Schedule.Read(Json(o.LearningRate.Write())).ShouldBe(o.LearningRate);
    }

    [Fact]
    public void Every_metric_is_read_back()
    {
        Metric[] metrics =
        [
            new BinaryAccuracy { Threshold = 0.7f, Name = "acc" }, new TopKCategoricalAccuracy { K = 2 }, new AUC(50, true) { Curve = AucCurve.PR, SummationMethod = AucSummation.Minoring, LabelWeights = [1, 2] },
            new AUC(thresholds: [0.2f, 0.7f]), new Precision(0.3f, 0.6f), new Recall { TopK = 2, ClassId = 3 }, new F1Score { Average = ScoreAverage.Macro, Threshold = 0.5f }, new FBetaScore { Beta = 2 }, new FalseNegatives(0.4f),
            new SensitivityAtSpecificity(0.6, 30), new RecallAtPrecision(0.7), new R2Score { ClassAggregation = R2Aggregation.None, NumRegressors = 2 }, new MeanIoU(6) { IgnoreClass = 2, SparseYPred = false },
            new MeanRelativeError(1, 2, 3), new TfExplain.Training.Metrics.BinaryCrossentropy { FromLogits = true, LabelSmoothing = 0.1 }, new Mean(), new RootMeanSquaredError(), new LogCoshError(),
        ];
        foreach (var metric in metrics)
        {
            var written = metric.Write();
            var read = Metric.Read(Json(written));
            read.GetType().ShouldBe(metric.GetType());
            read.Name.ShouldBe(metric.Name);
            read.Write().ToJsonString().ShouldBe(written.ToJsonString());
        }
    }

    [Theory]
    [InlineData("adam", typeof(Adam))]
    [InlineData("Adam", typeof(Adam))]
    [InlineData("sgd", typeof(SGD))]
    [InlineData("rmsprop", typeof(RMSprop))]
    [InlineData("adamw", typeof(AdamW))]
    public void Optimizers_have_names(string name, Type type) => Optimizer.Of(name).GetType().ShouldBe(type);

    [Theory]
    [InlineData("mse", typeof(TfExplain.Training.Losses.MeanSquaredError))]
    [InlineData("MSE", typeof(TfExplain.Training.Losses.MeanSquaredError))]
    [InlineData("mean_squared_error", typeof(TfExplain.Training.Losses.MeanSquaredError))]
    [InlineData("sparse_categorical_crossentropy", typeof(TfExplain.Training.Losses.SparseCategoricalCrossentropy))]
    [InlineData("kl_divergence", typeof(TfExplain.Training.Losses.KLDivergence))]
    [InlineData("kullback_leibler_divergence", typeof(TfExplain.Training.Losses.KLDivergence))]
    [InlineData("log_cosh", typeof(LogCosh))]
    [InlineData("logcosh", typeof(LogCosh))]
    [InlineData("huber", typeof(Huber))]
    public void Losses_have_names(string name, Type type) => Loss.Of(name).GetType().ShouldBe(type);

    [Theory]
    [InlineData("glorot_uniform", typeof(GlorotUniform))]
    [InlineData("zeros", typeof(Zeros))]
    [InlineData("eye", typeof(TfExplain.Training.Initializers.Identity))]
    [InlineData("normal", typeof(RandomNormal))]
    public void Initializers_have_names(string name, Type type) => Initializer.Of(name).GetType().ShouldBe(type);

    [Fact]
    public void Regularizers_and_constraints_have_names()
    {
        Regularizer.Of("l1_l2").ShouldBe(new L1L2(0.01f, 0.01f));
        Regularizer.Of("l2").ShouldBe(new L2(0.01f));
        Regularizer.Read(Json("null")).ShouldBeNull();
        Regularizer.Read(Json("""{"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.5}}""")).ShouldBe(new L1L2(0, 0.5f));
        Constraint.Of("max_norm").ShouldBe(new MaxNorm());
        Constraint.Of("non_neg").ShouldBe(new NonNeg());
        Constraint.Read(Json("null")).ShouldBeNull();
    }

    [Fact]
    public void Metric_names_follow_labels_and_predictions()
    {
        Metric Named(string name, Shape y, Shape p) => Metric.Of(name, y, p);

        Named("accuracy", [-1, 1], [-1, 1]).ShouldBeOfType<BinaryAccuracy>().Name.ShouldBe("accuracy");
        Named("acc", [-1], [-1, 3]).ShouldBeOfType<SparseCategoricalAccuracy>().Name.ShouldBe("acc");
        Named("accuracy", [-1, 1], [-1, 3]).ShouldBeOfType<SparseCategoricalAccuracy>();
        Named("accuracy", [-1, 3], [-1, 3]).ShouldBeOfType<CategoricalAccuracy>();
        Named("ce", [-1, 3], [-1, 3]).ShouldBeOfType<TfExplain.Training.Metrics.CategoricalCrossentropy>().Name.ShouldBe("ce");
        Metric.Of("accuracy", new TfExplain.Training.Losses.SparseCategoricalCrossentropy(), [-1, 3]).ShouldBeOfType<SparseCategoricalAccuracy>();
        Metric.Of("accuracy", new TfExplain.Training.Losses.CategoricalCrossentropy(), [-1, 3]).ShouldBeOfType<CategoricalAccuracy>();
        Metric.Of("accuracy", new TfExplain.Training.Losses.BinaryCrossentropy(), [-1, 1]).ShouldBeOfType<BinaryAccuracy>();
        Metric.Of("mse").Name.ShouldBe("mse");
        Metric.Of("AUC").Name.ShouldBe("auc");
        Should.Throw<ArgumentException>(() => Metric.Of("accuracy")).Message.ShouldContain("depends on labels");
        Should.Throw<ArgumentException>(() => Metric.Of("MeanIoU")).Message.ShouldContain("num_classes");
        Should.Throw<ArgumentException>(() => Metric.Of("mean_io_u")).Message.ShouldContain("num_classes");
    }

    [Fact]
    public void Forms_of_Keras_2_and_3_are_read()
    {
        Optimizer.Read(Json("\"adam\"")).ShouldBe(new Adam());
        Optimizer.Read(Json("""{"class_name": "Custom>Adam", "config": {"name": "Adam", "weight_decay": null, "clipnorm": null, "jit_compile": false, "is_legacy_optimizer": false, "learning_rate": 0.0010000000474974513, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": false}}"""))
            .ShouldBe(new Adam());
        Optimizer.Read(Json("""{"module": "keras.optimizers", "class_name": "SGD", "config": {"learning_rate": {"module": "keras.optimizers.schedules", "class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5, "staircase": false, "name": "ExponentialDecay"}, "registered_name": null}, "loss_scale_factor": null, "gradient_accumulation_steps": null, "clipnorm": 0}, "registered_name": null}"""))
            .ShouldBe(new SGD(new ExponentialDecay(0.1f, 10, 0.5)));
        Optimizer.Read(Json("""{"class_name": "SGD", "config": {"lr": 0.5, "decay": 0.25, "momentum": 0.0}}""")).LearningRate.Rate(4).ShouldBe(0.25f);
        Loss.Read(Json("\"mse\"")).ShouldBe(new TfExplain.Training.Losses.MeanSquaredError());
        Loss.Read(Json("""{"class_name": "MeanSquaredError", "config": {"reduction": "auto", "name": "mean_squared_error", "fn": "mean_squared_error"}}""")).ShouldBe(new TfExplain.Training.Losses.MeanSquaredError());
        Loss.Read(Json("""{"module": "builtins", "class_name": "function", "config": "huber", "registered_name": "function"}""")).ShouldBe(new Huber());
        var wrapped = Metric.Read(Json("""{"class_name": "MeanMetricWrapper", "config": {"name": "accuracy", "dtype": "float32", "fn": "sparse_categorical_accuracy"}}"""));
        wrapped.ShouldBeOfType<SparseCategoricalAccuracy>().Name.ShouldBe("accuracy");
        var even = (AUC)Metric.Read(Json("""{"class_name": "AUC", "config": {"name": "auc", "num_thresholds": 5, "thresholds": [0.25, 0.5, 0.75], "label_weights": null}}"""));
        even.Thresholds.ShouldBe(new AUC(5).Thresholds);
        Initializer.Read(Json("""{"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": null}, "registered_name": null}""")).ShouldBe(new GlorotUniform());
        Constraint.Read(Json("""{"class_name": "MaxNorm", "config": {"max_value": 4, "axis": [0, 1, 2]}}""")).ShouldBe(new MaxNorm(4, [0, 1, 2]));
    }

    [Theory]
    [InlineData("\"adm\"", "Did you mean 'adam'?")]
    [InlineData("7", "name or {\"class_name\"")]
    [InlineData("null", "name or {\"class_name\"")]
    [InlineData("{\"class_name\": 3}", "name or {\"class_name\"")]
    [InlineData("{\"class_name\": \"Adam\", \"config\": [1]}", "name or {\"class_name\"")]
    [InlineData("{\"class_name\": \"Adam\", \"config\": {\"beta_1\": \"x\"}}", "should have a number as 'beta_1'; it has \"x\"")]
    [InlineData("{\"class_name\": \"Adam\", \"config\": {\"beta_1\": 1.5}}", "Beta1 takes a number from 0 to below 1; 1.5")]
    [InlineData("{\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 1e999}}", "a number")]
    [InlineData("{\"class_name\": \"Adam\", \"config\": {\"learning_rate\": -1}}", "LearningRate")]
    [InlineData("{\"class_name\": \"SGD\", \"config\": {\"nesterov\": 1}}", "true or false")]
    [InlineData("{\"class_name\": \"SGD\", \"config\": {\"learning_rate\": {\"class_name\": \"CosinDecay\"}}}", "Did you mean 'CosineDecay'")]
    [InlineData("{\"class_name\": \"SGD\", \"config\": {\"learning_rate\": {\"class_name\": \"CosineDecay\", \"config\": {}}}}", "lacks 'initial_learning_rate'")]
    [InlineData("{\"class_name\": \"SGD\", \"config\": {\"learning_rate\": {\"class_name\": \"PiecewiseConstantDecay\", \"config\": {\"boundaries\": [1e300], \"values\": [1, 2]}}}}", "boundaries")]
    public void Bad_forms_get_clear_errors(string json, string words) => Should.Throw<FormatException>(() => Optimizer.Read(Json(json))).Message.ShouldContain(words);

    [Fact]
    public void Bad_losses_and_metrics_get_clear_errors()
    {
        Should.Throw<ArgumentException>(() => Loss.Of("mean_squared_eror")).Message.ShouldContain("Did you mean 'mean_squared_error'?");
        Should.Throw<FormatException>(() => Loss.Read(Json("""{"class_name": "Huber", "config": {"reduction": "max"}}"""))).Message.ShouldContain("'reduction'");
        Should.Throw<FormatException>(() => Loss.Read(Json("""{"class_name": "CategoricalCrossentropy", "config": {"axis": 1}}"""))).Message.ShouldContain("'axis'");
        Should.Throw<FormatException>(() => Metric.Read(Json("""{"class_name": "AUC", "config": {"curve": "XYZ"}}"""))).Message.ShouldContain("'curve'");
        Should.Throw<FormatException>(() => Metric.Read(Json("""{"class_name": "AUC", "config": {"num_thresholds": 2000000000}}"""))).Message.ShouldContain("NumThresholds");
        Should.Throw<FormatException>(() => Metric.Read(Json("""{"class_name": "MeanIoU", "config": {"num_classes": 2000000000}}"""))).Message.ShouldContain("NumClasses");
        Should.Throw<FormatException>(() => Initializer.Read(Json("""{"class_name": "VarianceScaling", "config": {"mode": "fan"}}"""))).Message.ShouldContain("fan_in, fan_out, fan_avg");
        Should.Throw<FormatException>(() => Schedule.Read(Json("-1"))).Message.ShouldContain("at least 0; found -1");
        Should.Throw<NotSupportedException>(() => new Own().Write()).Message.ShouldContain("Own");
    }

    private sealed record Own() : Optimizer(0.1f)
    {
        protected internal override void Declare(SlotDeclaration slots)
        {
        }

        protected internal override void Apply(in WeightUpdate update)
        {
        }
    }
}
