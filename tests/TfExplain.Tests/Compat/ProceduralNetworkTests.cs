using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Tests;

/// <summary>The preset's Grad-CAM grids of two photographs in deep standard networks, with the weights of tests/fixtures/applications.</summary>
public sealed class ProceduralNetworkTests
{
    [Theory]
    [InlineData("MobileNetV2")]
    [InlineData("InceptionV3")]
    public void Grad_cam_grids(string network)
    {
        var facts = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("applications", "golden", network + ".json"))).RootElement;
        using var golden = NpzArchive.Open(Fixtures.Path("applications", "golden", network + ".npz"));
        using var photographs = NpzArchive.Open(Fixtures.Path("applications", $"images_{facts.GetProperty("size").GetInt32()}.npz"));
        using var model = Build(network, facts.GetProperty("seed").GetInt32());
        var images = ImageBatch.Of(Numbers(photographs["chelsea"], photographs["coffee"]));
        var target = Target.Class(golden["chelsea.target"].ToInt32s()[0]);
        GradCam031.InferLayer(model).Name.ShouldBe(facts.GetProperty("tfexplain_auto_layer").GetString());
        foreach (var guided in new[] { true, false })
        {
            var layer = facts.GetProperty("gradcam_layers").GetProperty("last").GetString();
            var grid = Compat.TfExplain031.RenderGrid(Compat.TfExplain031.GradCam(layer, guided).Explain(model, images, target));
            var reference = golden[guided ? "tfexplain.guided" : "tfexplain.plain"];
            reference.Shape.ShouldBe([grid.Height, grid.Width, 3]);
            var far = grid.Pixels.Zip(reference.ToUInt8s(), (a, b) => Math.Abs(a - b)).Count(d => d > 2);
            Assert.True(far <= 0.01 * grid.Pixels.Length, $"{far} of {grid.Pixels.Length} values differ by more than 2.");
        }
    }

    /// <summary>Both photographs as x / 127.5 - 1.</summary>
    private static Tensor<float> Numbers(params NpyArray[] photographs)
    {
        var shape = photographs[0].Shape;
        float[] values = [.. photographs.SelectMany(p => p.ToSingles()).Select(v => v / 127.5f - 1)];
        return Tensor.Create(values, [photographs.Length, shape[0], shape[1], shape[2]]);
    }

    /// <summary>The network with weights that are a function of the seed and their names (the fixture's README).</summary>
    private static Model Build(string network, int seed)
    {
        var model = Model.FromConfig(Encoding.UTF8.GetString(Unpack($"{network}.config.json.gz")));
        var layers = model.Layers.ToDictionary(l => l.Name);
        foreach (var stored in JsonDocument.Parse(Unpack($"{network}.table.json.gz")).RootElement.GetProperty("layers").EnumerateArray())
        {
            var weights = stored.GetProperty("weights").EnumerateArray().ToList();
            if (weights.Count == 0) continue;
            var parameters = layers[stored.GetProperty("name").GetString()!].Parameters.OrderBy(p => !p.IsTrainable).ToList();
            parameters.Count.ShouldBe(weights.Count);
            foreach (var (parameter, weight) in parameters.Zip(weights))
                parameter.Update(values => Fill(values, $"{seed}:{weight.GetProperty("name").GetString()!.Split(':')[0]}", weight.GetProperty("center").GetDouble(), weight.GetProperty("scale").GetDouble()));
        }
        return model;
    }

    private static void Fill(Span<float> values, string key, double center, double scale)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var value in Encoding.UTF8.GetBytes(key)) hash = (hash ^ value) * 0x100000001B3;
        for (var i = 0; i < values.Length; i++)
        {
            var z = hash + ((ulong)i + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            values[i] = (float)(center + scale * (((double)(z >> 40) - 8388608) / 8388608));
        }
    }

    private static byte[] Unpack(string name)
    {
        using var file = new GZipStream(File.OpenRead(Fixtures.Path("applications", "structure", name)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
