using System.Text.Json;
using TfExplain.Engine.Operations;
using TfExplain.Training;
using TfExplain.Training.Losses;

namespace TfExplain.Engine.Tests.Training;

public sealed class LossTests
{
    public static TheoryData<string> Names => [.. KerasTraining.Names("losses")];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_Keras(string name)
    {
        var test = KerasTraining.Case("losses", name);
        var loss = Of(test);
        using var arrays = KerasTraining.Open("losses");
        double[] Expected(string key) => arrays[$"{name}.{key}"].ToDoubles();
        float[] y = arrays[$"{name}.y_true"].ToSingles(), p = arrays[$"{name}.y_pred"].ToSingles(), w = arrays[$"{name}.sample_weight"].ToSingles();
        Shape yShape = Shape.Create(arrays[$"{name}.y_true"].Shape), pShape = Shape.Create(arrays[$"{name}.y_pred"].Shape);

        loss.Check(y, yShape, pShape);
        var (mean, gradient) = LossRun.Of(loss, y, yShape, p, pShape);
        Near(mean, Expected("loss_sum_over_batch_size"), "mean");
        Near(gradient, Expected("grad"), "gradient");
        Near(LossRun.Of(loss with { Reduction = Reduction.None }, y, yShape, p, pShape).Value, Expected("loss_none"), "none");
        Near(LossRun.Of(loss with { Reduction = Reduction.Sum }, y, yShape, p, pShape).Value, Expected("loss_sum"), "sum");
        Near(LossRun.Of(loss, y, yShape, p, pShape, w).Value, Expected("loss_weighted"), "weighted");
    }

    public static TheoryData<string> Entropies => ["CategoricalCrossentropy", "SparseCategoricalCrossentropy", "BinaryCrossentropy", "BinaryFocalCrossentropy", "CategoricalFocalCrossentropy"];

    [Theory, MemberData(nameof(Entropies))]
    public void Extreme_logits_give_finite_values_and_gradients(string name)
    {
        Loss loss = name switch
        {
            "CategoricalCrossentropy" => new CategoricalCrossentropy { FromLogits = true, LabelSmoothing = 0.1 },
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy { FromLogits = true },
            "BinaryCrossentropy" => new BinaryCrossentropy { FromLogits = true },
            "BinaryFocalCrossentropy" => new BinaryFocalCrossentropy { FromLogits = true },
            _ => new CategoricalFocalCrossentropy { FromLogits = true },
        };
        float[] x = [1e4f, -1e4f, 0, -1e4f, 1e4f, 1e4f];
        var (value, gradient) = name[0] == 'S' ? LossRun.Of(loss, [1, 0], [2], x, [2, 3]) : LossRun.Of(loss, [0, 1, 0, 1, 0, 0], [2, 3], x, [2, 3]);
        value.ShouldAllBe(v => float.IsFinite(v));
        gradient.ShouldAllBe(g => float.IsFinite(g));
        value[0].ShouldBeGreaterThan(100);
        gradient.Max(Math.Abs).ShouldBeGreaterThan(0.1f * (name.StartsWith("CategoricalF", StringComparison.Ordinal) ? 0.25f : 1));
    }

    [Theory, MemberData(nameof(Entropies))]
    public void Probabilities_of_zero_and_one_give_finite_values_and_gradients(string name)
    {
        Loss loss = name switch
        {
            "CategoricalCrossentropy" => new CategoricalCrossentropy(),
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy(),
            "BinaryCrossentropy" => new BinaryCrossentropy(),
            "BinaryFocalCrossentropy" => new BinaryFocalCrossentropy(),
            _ => new CategoricalFocalCrossentropy(),
        };
        float[] p = [1, 0, 0, 0, 0, 1];
        var (value, gradient) = name[0] == 'S' ? LossRun.Of(loss, [1, 2], [2], p, [2, 3]) : LossRun.Of(loss, [0, 1, 0, 0, 0, 1], [2, 3], p, [2, 3]);
        value.ShouldAllBe(v => float.IsFinite(v) && v > 1);
        gradient.ShouldAllBe(g => float.IsFinite(g));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_softmax_is_seen_through(bool named)
    {
        // The softmax of the right class is 0 in float32; its logarithm is not.
        Node Head(GraphBuilder b, Node x)
        {
            var y = b.Call("softmax", new Softmax(), x);
            return named ? b.Call("predictions", new Identity(), y) : y;
        }

        foreach (var (loss, y, shape) in new (Loss, float[], Shape)[] { (new SparseCategoricalCrossentropy(), [1], [1]), (new CategoricalCrossentropy(), [0, 1, 0], [1, 3]) })
        {
            var (value, gradient) = LossRun.Of(loss, y, shape, [200, 0, -50], [1, 3], head: Head);
            value[0].ShouldBe(200);
            gradient.ShouldBe([1f, -1f, 0f], 2e-7f);
        }
    }

    [Fact]
    public void A_sigmoid_is_seen_through()
    {
        var (value, gradient) = LossRun.Of(new BinaryCrossentropy(), [0], [1, 1], [150], [1, 1], head: (b, x) => b.Call("p", Unary.Of<Sigmoid>(), x));
        value[0].ShouldBe(150);
        gradient[0].ShouldBe(1);
    }

    [Fact]
    public void Weights_and_ignored_classes_work_over_images()
    {
        // Two images of 2x1 pixels and 2 classes; class 1 is ignored, the second image weighs double.
        var loss = new SparseCategoricalCrossentropy { FromLogits = true, IgnoreClass = 1 };
        var (value, gradient) = LossRun.Of(loss, [0, 1, 0, 1], [2, 2, 1], [1, 0, 5, 5, 0, 3, 9, 9], [2, 2, 1, 2], [1, 2]);
        double Entropy(double right, double wrong) => Math.Log(1 + Math.Exp(wrong - right));
        ((double)value[0]).ShouldBe((Entropy(1, 0) + 2 * Entropy(0, 3)) / 2, 1e-6);
        gradient[2..4].ShouldBe([0, 0]);
        gradient[6..].ShouldBe([0, 0]);
        var (none, zero) = LossRun.Of(loss, [1, 1], [2], [1, 0, 5, 5], [2, 2]);
        none.ShouldBe([0]);
        zero.ShouldAllBe(g => g == 0);
    }

    [Fact]
    public void Labels_without_the_last_axis_fit_one_output()
    {
        LossRun.Of(new MeanSquaredError(), [1, 2], [2], [3, 5], [2, 1]).Value.ShouldBe([6.5f]);
        LossRun.Of(new SparseCategoricalCrossentropy(), [1, 0], [2, 1], [0.25f, 0.75f, 0.5f, 0.5f], [2, 2], null).Value[0].ShouldBe((float)(-Math.Log(0.75) - Math.Log(0.5)) / 2, 1e-6f);
    }

    [Fact]
    public void Bad_labels_get_clear_errors()
    {
        string Check(Loss loss, float[] y, Shape yShape, Shape pShape) => Should.Throw<ArgumentException>(() => loss.Check(y, yShape, pShape)).Message;

        Check(new SparseCategoricalCrossentropy(), [0, 3, 1], [3], [3, 3]).ShouldBe("SparseCategoricalCrossentropy takes class numbers from 0 to 2, as the predictions have 3 classes; sample 1 has the label 3. Do the labels count from 1?");
        Check(new SparseCategoricalCrossentropy(), [0, -1], [2, 1], [2, 3]).ShouldContain("sample 1 has the label -1");
        Check(new SparseCategoricalCrossentropy(), [0, 0.5f], [2], [2, 3]).ShouldContain("sample 1 has the label 0.5");
        Check(new SparseCategoricalCrossentropy(), [float.NaN, 0], [2], [2, 3]).ShouldContain("sample 0 has the label NaN");
        Check(new SparseCategoricalCrossentropy(), new float[6], [2, 3], [2, 3]).ShouldContain("use CategoricalCrossentropy");
        Check(new CategoricalCrossentropy(), [0, 1], [2], [2, 3]).ShouldContain("look like class indices; use SparseCategoricalCrossentropy");
        Check(new CategoricalCrossentropy(), [0, 1], [2, 1], [2, 3]).ShouldContain("look like class indices; use SparseCategoricalCrossentropy");
        Check(new CategoricalCrossentropy(), [0, 1, 0, 0, 2, 0], [2, 3], [2, 3]).ShouldContain("sample 1 (element 1) has 2");
        Check(new BinaryCrossentropy(), [0, 4], [2], [2, 1]).ShouldContain("sample 1 has 4");
        Check(new MeanSquaredError(), [0, float.NaN], [2, 1], [2, 1]).ShouldContain("sample 1 has NaN");
        Check(new MeanSquaredError(), new float[4], [2, 2], [2, 3]).ShouldContain("[2,2] for predictions of shape [2,3]");
        new SparseCategoricalCrossentropy { IgnoreClass = 255 }.Check([255, 0], [2], [2, 3]);
        new MeanSquaredError().Check([1, 2], [2], [2, 1]);

        var b = new GraphBuilder();
        Should.Throw<ShapeException>(() => new CategoricalCrossentropy().Build(b, "loss", b.Input("y", [-1]), b.Input("p", [-1, 3]))).Message.ShouldContain("use SparseCategoricalCrossentropy");
        Should.Throw<ShapeException>(() => new MeanSquaredError().Build(b, "loss", b.Input("y", [-1, 3]), b.Input("p", [-1, 3]), b.Input("w", [-1, 3, 2]))).Message.ShouldContain("one weight per sample");
    }

    private static void Near(float[] actual, double[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        // The fixture's own float32 error is below 6e-7 of the largest value.
        var largest = expected.Select(Math.Abs).Append(0.1).Max();
        for (var i = 0; i < actual.Length; i++) ((double)actual[i]).ShouldBe(expected[i], 2e-6 * largest, $"{what}[{i}]");
    }

    private static Loss Of(JsonElement test)
    {
        var p = test.GetProperty("parameters");
        double D(string key, double other = 0) => p.TryGetProperty(key, out var v) ? v.GetDouble() : other;
        var logits = p.TryGetProperty("from_logits", out var f) && f.GetBoolean();
        return test.GetProperty("loss").GetString() switch
        {
            "CategoricalCrossentropy" => new CategoricalCrossentropy { FromLogits = logits, LabelSmoothing = D("label_smoothing") },
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy { FromLogits = logits, IgnoreClass = p.TryGetProperty("ignore_class", out var i) ? i.GetInt32() : null },
            "BinaryCrossentropy" => new BinaryCrossentropy { FromLogits = logits, LabelSmoothing = D("label_smoothing") },
            "BinaryFocalCrossentropy" => new BinaryFocalCrossentropy { Gamma = D("gamma") },
            "CategoricalFocalCrossentropy" => new CategoricalFocalCrossentropy { Alpha = D("alpha"), Gamma = D("gamma") },
            "MeanSquaredError" => new MeanSquaredError(),
            "MeanAbsoluteError" => new MeanAbsoluteError(),
            "MeanAbsolutePercentageError" => new MeanAbsolutePercentageError(),
            "MeanSquaredLogarithmicError" => new MeanSquaredLogarithmicError(),
            "Huber" => new Huber { Delta = (float)D("delta", 1) },
            "LogCosh" => new LogCosh(),
            "CosineSimilarity" => new CosineSimilarity(),
            "Hinge" => new Hinge(),
            "SquaredHinge" => new SquaredHinge(),
            "CategoricalHinge" => new CategoricalHinge(),
            "KLDivergence" => new KLDivergence(),
            "Poisson" => new Poisson(),
            var other => throw new NotSupportedException(other),
        };
    }
}
