using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Engine;
using TfExplain.Models.Keras;
using TfExplain.Models.Keras.Layers;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

public class LayersTests
{
    public static TheoryData<string> Names => [.. LayerExamples.All.Keys];

    [Fact]
    public void Every_class_has_a_factory_or_is_named_as_one_without() =>
        KerasLayers.All.Keys.Where(name => !name.StartsWith("ops.", StringComparison.Ordinal)).Except(OperatorLayers.All.Keys).Order(StringComparer.Ordinal)
            .ShouldBe(LayerExamples.All.Keys.Concat(LayerExamples.OfOnly).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_of_each_predicts_as_the_same_model_from_its_configuration(string name)
    {
        using var model = LayerExamples.All[name]();
        var stored = model.Source!.Stored.GetRawText();
        stored.ShouldContain($"\"{name}\"");
        using var copy = Model.FromConfig(stored);
        copy.Parameters.Select(p => p.Name).ShouldBe(model.Parameters.Select(p => p.Name));
        foreach (var (mine, its) in model.Parameters.Zip(copy.Parameters)) its.Set(mine.Values);
        var expected = Predict(model);
        expected.ShouldAllBe(v => float.IsFinite(v));
        expected.Length.ShouldBe((int)model.Outputs[0].Shape.With(0, 2).Count);
        Predict(copy).ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_of_each_is_saved_and_read(string name)
    {
        using var model = LayerExamples.All[name]();
        var expected = Predict(model);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            using var copy = Model.Load(path);
            Predict(copy).ShouldBe(expected);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Settings_are_names_records_or_json()
    {
        var layer = Layers.Conv2D(2, 3, kernelInitializer: new TfExplain.Training.Initializers.HeUniform(), biasInitializer: "ones", kernelRegularizer: new TfExplain.Training.Regularizers.L2(0.25f),
            biasConstraint: JsonNode.Parse("""{"class_name": "NonNeg", "config": {}}""")!);
        var x = Layers.Input(8, 8, 16);
        using var model = Model.Functional([x], [layer.On(x)]);
        var traits = WeightTraits.Of(model.Source!.Weights).ToList();
        traits[0].Initializer.ShouldBe(new TfExplain.Training.Initializers.HeUniform());
        traits[0].Regularizer.ShouldBe(new TfExplain.Training.Regularizers.L2(0.25f));
        traits[1].Initializer.ShouldBe(new TfExplain.Training.Initializers.Ones());
        traits[1].Constraint.ShouldBe(new TfExplain.Training.Constraints.NonNeg());
        model.Parameters[1].Values.ToArray().ShouldAllBe(v => v == 1);
        var limit = MathF.Sqrt(6f / (9 * 16));
        model.Parameters[0].Values.ToArray().Max(MathF.Abs).ShouldBeInRange(0.9f * limit, limit);
    }

    [Fact]
    public void Arguments_that_are_absent_are_not_stored()
    {
        var x = Layers.Input(4);
        using var model = Model.Functional([x], [Layers.Dense(2).On(x)]);
        var config = model.Source!.Stored.GetProperty("config").GetProperty("layers")[1].GetProperty("config");
        config.EnumerateObject().Select(p => p.Name).ShouldBe(["name", "units", "use_bias"]);
    }

    [Fact]
    public void Windows_take_a_number_or_one_per_axis()
    {
        Stored(Layers.MaxPooling2D()).ShouldBe("2");
        Stored(Layers.MaxPooling2D((3, 2))).ShouldBe("[3,2]");
        Stored(Layers.MaxPooling3D((3, 2, 1))).ShouldBe("[3,2,1]");
        ((Window)3).ShouldBe((Window)3);
        ((Window)3).ShouldNotBe((Window)(3, 3));

        static string Stored(LayerSpec layer) => layer.Stored("p")["config"]!["pool_size"]!.ToJsonString();
    }

    internal static float[] Predict(Model model)
    {
        var inputs = model.Inputs.ToDictionary(i => i.Name, i =>
        {
            var shape = i.Shape.With(0, 2);
            var values = new float[shape.Count];
            // Whole numbers from 0 on for tables, else of both signs.
            var isIndex = model.Layers.Any(l => l.ClassName == "Embedding");
            for (var e = 0; e < values.Length; e++) values[e] = isIndex ? e % 5 : MathF.Sin(e + 1);
            return Tensor.Create(values, [.. shape.Span.ToArray().Select(e => (nint)e)]);
        });
        return [.. model.Run(inputs, model.Outputs[0].Name)[model.Outputs[0].Name]];
    }
}
