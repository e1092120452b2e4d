using TfExplain.Engine;
using System.Numerics.Tensors;
using TfExplain.Testing;

namespace TfExplain.Tests;

/// <summary>What the preset says about its results, and what it refuses.</summary>
public sealed class PresetTests : IDisposable
{
    private readonly Model _model = Model.Load(Fixtures.Path("tf-explain", "models", "tiny_vgg_rgb.h5"));

    public static TheoryData<string, string> Scores => new()
    {
        { "mnist_cnn", "dense" }, { "mnist_cnn_fused", "" }, { "mnist_cnn_logits", "" }, { "tiny_vgg_rgb", "logits" },
    };

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Receipts_name_the_preset()
    {
        foreach (var explainer in All())
        {
            var receipt = explainer.Explain(_model, Batch(1), Target.Class(0)).Receipt;
            receipt.Method.ShouldStartWith("tf-explain-0.3.1-");
            receipt.Parameters[0].ShouldBe(new("preset", "tf-explain 0.3.1"));
        }
    }

    [Fact]
    public void The_quantity_is_the_librarys_whatever_is_asked_for()
    {
        Quantity Of(Explainer explainer, Target target) => explainer.Explain(_model, Batch(1), target).Maps[0].Target!.Quantity;
        Of(Compat.TfExplain031.GradCam(), Target.Class(0).Logit).ShouldBe(Quantity.Probability);
        Of(Compat.TfExplain031.OcclusionSensitivity(16), Target.Class(0).Logit).ShouldBe(Quantity.Probability);
        Of(Compat.TfExplain031.IntegratedGradients(2), Target.Class(0).Logit).ShouldBe(Quantity.Probability);
        Of(Compat.TfExplain031.SmoothGrad(1), Target.Class(0).Probability).ShouldBe(Quantity.Loss);
        Of(Compat.TfExplain031.VanillaGradients(), Target.Class(0).Probability).ShouldBe(Quantity.Logit);
    }

    [Fact]
    public void Noise_is_seeded_and_its_deviation_absolute()
    {
        float[] Map(float noise, int seed) => [.. Compat.TfExplain031.SmoothGrad(3, noise).Explain(_model, Batch(2), Target.Class(0), new() { Seed = seed }).Maps[1].Values.Span];
        Map(0.1f, 0).ShouldBe(Map(0.1f, 0));
        Map(0.1f, 0).ShouldNotBe(Map(0.1f, 1));
        var noise = new float[2 * 3 * 32 * 48 * 3];
        for (var sample = 0; sample < 6; sample++) CounterRandom.Of(7).Part(sample / 3).Part(sample % 3).Normal(noise.AsSpan(sample * 32 * 48 * 3, 32 * 48 * 3), 0.1f);
        Compat.TfExplain031.SmoothGrad(3, givenNoise: noise).Explain(_model, Batch(2), Target.Class(0)).Maps[1].Values.ToArray().ShouldBe(Map(0.1f, 7));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void The_score_is_what_a_last_activation_layer_takes(string name, string layer)
    {
        using var model = Model.Load(Fixtures.Path("tf-explain", "models", name + ".h5"));
        VanillaGradients031.Score(model).ShouldBe(layer.Length == 0 ? null : model.Value(layer));
    }

    [Fact]
    public void Grids_take_given_rows_and_columns()
    {
        var explanation = Compat.TfExplain031.VanillaGradients().Explain(_model, Batch(3), Target.Class(0));
        var (square, row) = (Compat.TfExplain031.RenderGrid(explanation), Compat.TfExplain031.RenderGrid(explanation, rows: 1));
        (square.Height, square.Width).ShouldBe((64, 96));
        (row.Height, row.Width).ShouldBe((32, 144));
    }

    [Fact]
    public void What_cannot_be_explained_or_drawn_is_refused()
    {
        ArgumentException Refused(Action action) => Should.Throw<ArgumentException>(action);
        Refused(() => Compat.TfExplain031.RenderGrid(new Gradients().Explain(_model, Batch(1)))).Message.ShouldContain("gradients");
        Refused(() => Compat.TfExplain031.IntegratedGradients(1).Explain(_model, Batch(1)));
        Refused(() => Compat.TfExplain031.OcclusionSensitivity(0).Explain(_model, Batch(1)));
        Refused(() => Compat.TfExplain031.SmoothGrad(2, givenNoise: new float[5]).Explain(_model, Batch(1))).Message.ShouldContain("9216");
        Refused(() => Compat.TfExplain031.GradCam("fc1").Explain(_model, Batch(1))).Message.ShouldContain("fc1");
        Refused(() => Compat.TfExplain031.ExtractActivations("fc1").Explain(_model, Batch(1))).Message.ShouldContain("fc1");
        Refused(() => Compat.TfExplain031.ExtractActivations("fc3").Explain(_model, Batch(1))).Message.ShouldContain("fc3");
    }

    private static IEnumerable<Explainer> All() =>
    [
        Compat.TfExplain031.ExtractActivations("block1_conv1"), Compat.TfExplain031.GradCam(), Compat.TfExplain031.GradientsInputs(), Compat.TfExplain031.IntegratedGradients(2),
        Compat.TfExplain031.OcclusionSensitivity(16), Compat.TfExplain031.SmoothGrad(1), Compat.TfExplain031.VanillaGradients(),
    ];

    private static ImageBatch Batch(int count)
    {
        var values = new float[count * 32 * 48 * 3];
        for (var i = 0; i < values.Length; i++) values[i] = i * 37 % 101 / 100f;
        return ImageBatch.Of(Tensor.Create(values, [count, 32, 48, 3]));
    }
}
