using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;
using TfExplain.Training;
using TfExplain.Training.Optimizers;

namespace TfExplain.Models.Tests.Training;

/// <summary>20 steps of Keras 2.15's train_on_batch: the loss of each step, the weights after the first and the last, and the optimiser's memory.</summary>
public class KerasTrainingTests
{
    private const int Batch = 8;
    // As the fixture's README: float32 against float64 is at most 5e-7 for losses and 1.3e-6 for weights there, so 1e-5 leaves room for another order of summation and no more.
    private const float Tolerance = 1e-5f;

    public static TheoryData<string> Names()
    {
        using var index = Index();
        return [.. index.RootElement.GetProperty("training").EnumerateArray().Select(e => e.GetProperty("name").GetString()!)];
    }

    [Fact]
    public void There_are_46_runs() => Names().Count.ShouldBe(46);

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_weights_are_Kerass(string name)
    {
        using var index = Index();
        var run = index.RootElement.GetProperty("training").EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);
        using var arrays = NpzArchive.Open(Fixtures.Path("keras-training", run.GetProperty("arrays").GetString()!));
        using var model = Model.Load(Fixtures.Path("keras-training", run.GetProperty("model").GetString()!));
        var optimizer = Optimizer.Read(Configuration(run.GetProperty("optimizer")));
        // Keras 2.15 multiplies Nadam's running product once per weight; the option follows it there.
        if (optimizer is Nadam nadam) optimizer = nadam with { ProductPerWeight = true };
        if (run.TryGetProperty("frozen", out var frozen))
            foreach (var layer in frozen.EnumerateArray()) model.SetTrainable(layer.GetString()!, false);
        model.Compile(optimizer, Loss.Read(Configuration(run.GetProperty("loss"))));
        var classWeight = run.TryGetProperty("class_weight", out var weights) ? weights.EnumerateObject().ToDictionary(p => int.Parse(p.Name), p => p.Value.GetSingle()) : null;
        NpyArray x = arrays["x"], y = arrays["y"];
        float[] inputs = x.ToSingles(), targets = y.ToSingles(), losses = arrays["losses"].ToSingles();
        var sampleWeights = arrays.Names.Contains("sample_weight") ? arrays["sample_weight"].ToSingles() : null;

        for (var step = 0; step < losses.Length; step++)
        {
            var logs = model.TrainOnBatch(Part(inputs, x.Shape, step), Part(targets, y.Shape, step), sampleWeights is null ? null : Part(sampleWeights, [losses.Length, Batch], step), classWeight);
            logs["loss"].ShouldBe(losses[step], Tolerance, $"step {step}");
            if (step == 0) Compare(model, arrays, "w1.");
        }
        Compare(model, arrays, "w.");
    }

    private static void Compare(Model model, NpzArchive arrays, string prefix)
    {
        foreach (var parameter in model.Parameters)
        {
            var expected = arrays[prefix + parameter.Name.Replace('/', '.')].ToSingles();
            for (var i = 0; i < expected.Length; i++) parameter.Values[i].ShouldBe(expected[i], Tolerance, $"{prefix}{parameter.Name}[{i}]");
        }
    }

    private static Tensor<float> Part(float[] values, int[] shape, int step)
    {
        var size = values.Length / shape[0];
        return Tensor.Create(values[(step * size)..((step + 1) * size)], [.. shape.Skip(1).Select(e => (nint)e)]);
    }

    /// <summary>The fixture's flat {"name", ...} as Keras stores it.</summary>
    private static JsonElement Configuration(JsonElement flat)
    {
        var config = JsonNode.Parse(flat.GetRawText())!.AsObject();
        var name = config["name"]!.GetValue<string>();
        config.Remove("name");
        if (config["learning_rate"] is JsonObject schedule) config["learning_rate"] = JsonNode.Parse(Configuration(JsonDocument.Parse(schedule.ToJsonString()).RootElement).GetRawText());
        return JsonDocument.Parse(new JsonObject { ["class_name"] = name, ["config"] = config }.ToJsonString()).RootElement;
    }

    private static JsonDocument Index() => JsonDocument.Parse(File.ReadAllText(Fixtures.Path("keras-training", "index.json")));
}
