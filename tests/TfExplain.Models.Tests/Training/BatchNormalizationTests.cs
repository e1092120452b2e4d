using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Imaging.Arrays;
using TfExplain.Models.Keras;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Training;

/// <summary>Three passes in training mode through Keras 2.15's BatchNormalization, fused and not: outputs, gradients, moving statistics.</summary>
public class BatchNormalizationTests
{
    public static TheoryData<int> Cases()
    {
        using var index = Index();
        return [.. Enumerable.Range(0, index.RootElement.GetProperty("batchnorm").GetArrayLength())];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Passes_are_Kerass(int number)
    {
        using var index = Index();
        var entry = index.RootElement.GetProperty("batchnorm")[number];
        var name = entry.GetProperty("name").GetString()!;
        using var arrays = NpzArchive.Open(Fixtures.Path("keras-training", "batchnorm.npz"));
        var shape = entry.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        var config = entry.GetProperty("parameters").GetRawText().Trim('{', '}');
        var extents = string.Join(", ", shape[1..]);
        var members = config.Trim() == "" ? "" : ", " + config;
        var json = $$$"""
            {"class_name": "Sequential", "keras_version": "2.15.0", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, {{{extents}}}]}},
              {"class_name": "BatchNormalization", "config": {"name": "bn"{{{members}}} }}]}}
            """;
        using var model = Model.FromConfig(json);
        var weights = model.Parameters.ToDictionary(p => p.Name.Split('/')[1]);
        foreach (var (key, weight) in weights) weight.Set(arrays[$"{name}.before.{key}"].ToSingles());
        for (var pass = 0; pass < 3; pass++)
        {
            var form = new TrainingForm(0);
            var graph = KerasGraph.Build(model.Source!.Stored, model.Source.Options, model.Source.Weights, form);
            var nodes = model.Source.Weights.Nodes;
            List<Node> wrt = [graph.Inputs[0], .. weights.Where(w => w.Value.IsTrainable).Select(w => nodes[w.Value])];
            var updates = form.Updates.ToList();
            using var session = new Session();
            using var run = session.Compile(new([(graph.Inputs[0], Shape.Create(shape)), (form.Step, [2])], [graph.Outputs[0], .. updates.Select(u => u.Next)], [graph.Outputs[0]], wrt, changing: [.. nodes.Values])).Start();
            arrays[$"{name}.x{pass}"].ToSingles().CopyTo(run.Input(0));
            arrays[$"{name}.g{pass}"].ToSingles().CopyTo(run.Cotangent(0));
            run.Run();
            Near(run.Output(0), arrays[$"{name}.y{pass}"].ToSingles(), "y");
            Near(run.Gradient(0), arrays[$"{name}.dx{pass}"].ToSingles(), "dx");
            var trainable = weights.Where(w => w.Value.IsTrainable).ToList();
            for (var i = 0; i < trainable.Count; i++) Near(run.Gradient(1 + i), arrays[$"{name}.dw{pass}.{trainable[i].Key}"].ToSingles(), trainable[i].Key);
            for (var i = 0; i < updates.Count; i++)
            {
                updates[i].Parameter.Set(run.Output(1 + i));
                Near(updates[i].Parameter.Values, arrays[$"{name}.after{pass}.{updates[i].Parameter.Name.Split('/')[1]}"].ToSingles(), updates[i].Parameter.Name);
            }
            updates.Count.ShouldBe(2);
        }
    }

    /// <summary>To 1e-5 of the largest magnitude, as the fixture's README asks.</summary>
    private static void Near(ReadOnlySpan<float> values, float[] expected, string what)
    {
        values.Length.ShouldBe(expected.Length, what);
        var tolerance = 1e-5f * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++) values[i].ShouldBe(expected[i], tolerance, $"{what}[{i}]");
    }

    private static JsonDocument Index() => JsonDocument.Parse(File.ReadAllText(Fixtures.Path("keras-training", "index.json")));
}
