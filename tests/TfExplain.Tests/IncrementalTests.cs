using TfExplain.Engine.Execution.Incremental;
using TfExplain.Testing;

namespace TfExplain.Tests;

public class IncrementalTests
{
    public static TheoryData<string> Networks => ["models/efficientnet_lite0.h5", "tests/fixtures/tf-explain/models/fashion_resnet.h5", "tests/fixtures/tf-explain/models/tiny_vgg_rgb.h5", "tests/fixtures/tf-explain/models/mnist_cnn.h5"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Recomputing_what_a_patch_reaches_gives_the_values_of_recomputing_everything(string file)
    {
        using var model = Model.Load(Path.Combine(Fixtures.Root, file));
        var shape = model.Inputs[0].Shape.With(0, 1);
        var image = Enumerable.Range(0, (int)shape.Count).Select(i => MathF.Sin(0.37f * i) * 0.5f + 0.5f).ToArray();
        int height = Math.Max(2, shape[1] / 7), width = Math.Max(2, shape[2] / 9);
        (int, int)[] corners = [(0, 0), (shape[1] - height, shape[2] - width), (shape[1] - 1, 0), (3, 5), (shape[1] / 2, shape[2] / 3), (1, shape[2] - width - 1)];

        var logits = ScoreHead.Of(model.Outputs[0]).Logits;
        var plan = IncrementalPlan.Compile(model.Session, model.Inputs[0], shape, image, [logits], corners, height, width, 1 << 26);
        var results = new List<float[]>();
        plan.Share.ShouldBeLessThan(1);
        plan.Run((copy, patch) => patch.Fill(copy), (_, values) => results.Add(values[0].ToArray()));

        for (var copy = 0; copy < corners.Length; copy++)
        {
            using var whole = model.Session.Compile(new([(model.Inputs[0], shape)], [logits])).Start();
            image.CopyTo(whole.Input(0));
            var (top, left) = plan.Corner(copy);
            for (var y = top; y < top + height; y++) whole.Input(0).Slice((y * shape[2] + left) * shape[3], width * shape[3]).Fill(copy);
            whole.Run();
            var expected = whole.Output(0).ToArray();
            var largest = expected.Max(Math.Abs);
            for (var i = 0; i < expected.Length; i++) results[copy][i].ShouldBe(expected[i], 1e-5 * largest, $"copy {copy}, class {i}");
        }
    }
}
