using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;
using TfExplain.TensorBoard;
using TfExplain.Testing;

namespace TfExplain.Tests.Callbacks;

/// <summary>The seven callbacks against the event files that tf-explain 0.3.1 wrote in one training of two epochs.</summary>
public sealed class TfExplainEventsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("events").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("activations_visualization")]
    [InlineData("grad_cam")]
    [InlineData("gradients_inputs")]
    [InlineData("integrated_gradients")]
    [InlineData("occlusion_sensitivity")]
    [InlineData("smoothgrad")]
    [InlineData("vanilla_gradients")]
    public void Pictures_and_records_are_the_librarys(string name)
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("tf-explain", "events", "events.json")));
        var entry = index.RootElement.GetProperty("callbacks").GetProperty(name);
        using var decoded = NpzArchive.Open(Fixtures.Path("tf-explain", "events", "decoded.npz"));
        var x = decoded["x"];
        Shape sample = [28, 28, 1];
        var images = new ImageBatch(Enumerable.Range(0, x.Shape[0]).Select(i => new ModelImage($"{i}", sample, x.ToSingles().AsMemory(i * 784, 784))));

        for (var epoch = 0; epoch < 2; epoch++)
        {
            using var model = Model.Load(Fixtures.Path("tf-explain", "events", $"model_epoch{epoch}.h5"));
            using var callback = Make(name, entry.GetProperty("parameters"), images, name == "smoothgrad" ? decoded[$"smoothgrad_noise.{epoch}"].ToSingles() : [], $"run{epoch}");
            callback.Write(model, epoch);
            callback.Dispose();
            var written = EventReader.Read(callback.Folder);
            written.Problems.ShouldBeEmpty();
            var original = EventReader.Read(Fixtures.Path("tf-explain", "events", name));
            var theirs = original.Events.OfType<ValueEvent>().Single(v => v.Step == epoch);
            var mine = written.Events.OfType<ValueEvent>().ShouldHaveSingleItem();
            written.Events.OfType<VersionEvent>().Single().FileVersion.ShouldBe("brain.Event:2");
            (mine.Tag, mine.Plugin, mine.Step, mine.DisplayName, mine.Description, mine.DataClass).ShouldBe((theirs.Tag, theirs.Plugin, theirs.Step, theirs.DisplayName, theirs.Description, theirs.DataClass));
            mine.Tensor.Shape.ShouldBe(theirs.Tensor.Shape);
            mine.Tensor.Strings!.Take(2).Select(s => s.ToArray()).ShouldBe(theirs.Tensor.Strings!.Take(2).Select(s => s.ToArray()));
            var expected = decoded[$"{name}.{epoch}"];
            Image picture = Image.Load(mine.Tensor.Strings![2], "mine"), reference = Image.Load(theirs.Tensor.Strings![2], "theirs");
            reference.Pixels.ShouldBe(expected.ToUInt8s());
            (picture.Width, picture.Height, picture.Channels).ShouldBe((reference.Width, reference.Height, reference.Channels));
            // As the fixtures' README: overlays may differ by 2 levels on 1 % of the pixels, grey pictures by 1 modulo 256 on 0.1 %.
            var (levels, share) = picture.Channels == 3 ? (2, 0.01) : (1, 0.001);
            var differing = 0;
            for (var i = 0; i < picture.Pixels.Length; i++)
            {
                var distance = Math.Abs(picture.Pixels[i] - reference.Pixels[i]);
                if (picture.Channels == 1) distance = Math.Min(distance, 256 - distance);
                distance.ShouldBeLessThanOrEqualTo(levels, $"epoch {epoch}, byte {i}");
                if (distance > 0) differing++;
            }
            ((double)differing / picture.Pixels.Length).ShouldBeLessThanOrEqualTo(share);
        }
    }

    private ExplanationCallback Make(string name, JsonElement parameters, ImageBatch images, float[] noise, string run)
    {
        int Int(string key) => parameters.GetProperty(key).GetInt32();
        var preset = CallbackPreset.TfExplain031;
        return name switch
        {
            "activations_visualization" => new ActivationsVisualizationCallback(images, parameters.GetProperty("layers_name")[0].GetString()!, _folder, preset) { RunName = run },
            "grad_cam" => new GradCAMCallback(images, Int("class_index"), parameters.GetProperty("layer_name").GetString(), parameters.GetProperty("use_guided_grads").GetBoolean(), _folder, preset) { RunName = run },
            "gradients_inputs" => new GradientsInputsCallback(images, Int("class_index"), _folder, preset) { RunName = run },
            "integrated_gradients" => new IntegratedGradientsCallback(images, Int("class_index"), outputDir: _folder, preset: preset) { RunName = run },
            "occlusion_sensitivity" => new OcclusionSensitivityCallback(images, Int("class_index"), Int("patch_size"), _folder, preset) { RunName = run },
            // The library's noise comes from NumPy; here it is given.
            "smoothgrad" => new SmoothGradCallback(images, Int("class_index"), Int("num_samples"), parameters.GetProperty("noise").GetSingle(), _folder, preset) { RunName = run, GivenNoise = noise },
            _ => new VanillaGradientsCallback(images, Int("class_index"), _folder, preset) { RunName = run },
        };
    }
}
