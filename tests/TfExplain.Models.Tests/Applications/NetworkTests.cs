using System.Text.Json;
using Xunit.Abstractions;

namespace TfExplain.Models.Tests.Applications;

public class NetworkTests(ITestOutputHelper output)
{
    private static readonly string[] s_light = ["MobileNetV2", "EfficientNetB0", "DenseNet121"];
    private static readonly string[] s_heavy = ["InceptionV3", "ResNet50", "VGG16", "Xception"];
    private static readonly bool s_all = Environment.GetEnvironmentVariable("TFEXPLAIN_ALL_FIXTURES") == "1";

    public static TheoryData<string> Always => [.. s_light];

    /// <summary>All networks take many minutes on a small machine: set TFEXPLAIN_ALL_FIXTURES to 1 to run them; otherwise only the first is taken further.</summary>
    public static TheoryData<string, string> InFull
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var network in s_all ? [.. s_light, .. s_heavy] : s_light[..1])
                foreach (var photo in (string[])(s_all ? ["chelsea", "coffee"] : ["chelsea"])) cases.Add(network, photo);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Always))]
    public void Logits_and_class_activation_agree_with_Keras(string network)
    {
        var (model, crc, sum, count) = ApplicationFixture.BuildWithWeights(network, seed: 1);
        using var _ = model;
        var stored = ApplicationFixture.Golden(network).GetProperty("weights");
        crc.ShouldBe(stored.GetProperty("crc32").GetUInt32());
        count.ShouldBe(stored.GetProperty("count").GetInt64());
        sum.ShouldBe(stored.GetProperty("sum").GetDouble(), 1e-6 * count);
        using var run = new NetworkRun(network, model, "chelsea");

        CompareForward(network, run);
        CompareCam(network, run, "last");
    }

    [Theory, MemberData(nameof(InFull))]
    public void Every_layer_and_the_input_gradient_agree_with_Keras(string network, string photo)
    {
        var (model, crc, _, _) = ApplicationFixture.BuildWithWeights(network, seed: 1);
        using var _m = model;
        crc.ShouldBe(ApplicationFixture.Golden(network).GetProperty("weights").GetProperty("crc32").GetUInt32());
        using var run = new NetworkRun(network, model, photo);

        CompareForward(network, run);
        CompareCam(network, run, "last");
        CompareCam(network, run, "mid");
        if (photo == "chelsea") CompareLayers(network, run);
        CompareGradient(network, photo, run);
        if (s_all) CompareIntegratedGradients(network, photo, run);
    }

    private void CompareForward(string network, NetworkRun run)
    {
        for (var c = 0; c < 3; c++)
        {
            double ours = 0;
            for (var i = c; i < run.X.Length; i += 3) ours += run.X[i];
            ours.ShouldBe(run.Golden64("input_sum")[c], 1e-6 * run.X.Length, "sum of the preprocessed photo");
        }
        var name = run.Model.Outputs[0].Name;
        var values = run.Values("logits", name);
        Near(network, "logits", Gap(values["logits"], run.Golden("logits")), Smooth(network) ? 5e-5 : 1e-5);
        Near(network, "probs", values[name].Zip(run.Golden("probs")).Max(p => Math.Abs((double)p.First - p.Second)), Smooth(network) ? 5e-5 : 1e-5);
        Array.IndexOf(values["logits"], values["logits"].Max()).ShouldBe(run.Target);
    }

    private void CompareCam(string network, NetworkRun run, string which)
    {
        var (weights, cam) = run.Cam(ApplicationFixture.Golden(network).GetProperty("gradcam_layers").GetProperty(which).GetString()!);
        if (which == "last")
        {
            Near(network, "cam.last", Gap(cam, run.Golden("cam.last")), Smooth(network) ? 5e-5 : 1e-5);
            return;
        }
        Near(network, "w.mid l2", Distance(weights, run.Golden("w.mid")), Jump(network, run, "w.mid"));
        Near(network, "cam.mid l2", Distance(cam, run.Golden("cam.mid")), Jump(network, run, "cam.mid"));
    }

    private void CompareLayers(string network, NetworkRun run)
    {
        float[] samples = run.Golden("act.samples"), stats = run.Golden("act.stats");
        var layers = run.Model.Layers.ToDictionary(l => l.Name);
        var table = ApplicationFixture.Table(network).GetProperty("layers").EnumerateArray().Select((l, i) => (Index: i, Name: l.GetProperty("name").GetString()!)).Where(l => layers.ContainsKey(l.Name)).Select(l => (l.Index, Layer: layers[l.Name])).ToList();
        var worst = 0d;
        // In portions, so that not every activation of a large network is held at once.
        foreach (var portion in table.Chunk(40))
        {
            // The reference activations are those of the network without its softmax.
            string Name(LayerInfo layer) => layer.Output == run.Model.Outputs[0] ? "logits" : layer.Output.Name;
            var values = run.Values([.. portion.Select(l => Name(l.Layer))]);
            foreach (var (index, layer) in portion)
            {
                var found = values[Name(layer)];
                var largest = Math.Max(Math.Abs(stats[index * 4 + 2]), Math.Abs(stats[index * 4 + 3]));
                for (var j = 0; j < 16; j++)
                {
                    var gap = Math.Abs(found[(int)((2L * j + 1) * found.Length / 32)] - (double)samples[index * 16 + j]) / largest;
                    if (!(gap <= (Smooth(network) ? 5e-5 : 3e-5))) Assert.Fail($"{network}, layer {layer.Name}: sample {j} is off by {gap:E1} of the largest value.");
                    worst = Math.Max(worst, gap);
                }
            }
        }
        output.WriteLine($"{network} act.samples {worst:E1} over {table.Count} layers");
    }

    private void CompareGradient(string network, string photo, NetworkRun run)
    {
        var gradient = run.Gradient(run.Model.Inputs[0].Name);
        Near(network, $"{photo} grad.crop l2", Distance(run.Crop(gradient), run.Golden("grad.crop")), Jump(network, run, "grad", photo));
    }

    private void CompareIntegratedGradients(string network, string photo, NetworkRun run)
    {
        var mean = new double[run.X.Length];
        for (var i = 0; i < 16; i++)
        {
            var step = i;
            var gradient = run.Gradient(run.Model.Inputs[0].Name, Array.ConvertAll(run.X, x => (float)((double)x * step / 15)));
            for (var k = 0; k < mean.Length; k++) mean[k] += gradient[k] / 16d;
        }
        Near(network, $"{photo} ig.mean_grad l2", Distance(run.Crop(Array.ConvertAll(mean, m => (float)m)), run.Golden("ig.mean_grad.crop")), Jump(network, run, "ig.mean_grad", photo));
    }

    /// <summary>Rectifiers and maxima switch at kinks, so gradients differ by single flips: three times the reference's own gap, at least 1e-2 (MobileNetV2: 5e-2).</summary>
    private static double Jump(string network, NetworkRun run, string what, string? photo = null)
    {
        if (Smooth(network)) return 5e-5;
        var gaps = ApplicationFixture.Golden(network).GetProperty("float32_vs_float64");
        double Of(JsonElement gap) => gap.TryGetProperty($"{what}_l2", out var l2) || gap.TryGetProperty(what, out l2) ? l2.GetDouble() : 0;
        var largest = photo is not null ? Of(gaps.GetProperty(photo)) : gaps.EnumerateObject().Max(g => Of(g.Value));
        return Math.Max(3 * largest, network == "MobileNetV2" ? 5e-2 : 1e-2);
    }

    private static bool Smooth(string network) => network == "EfficientNetB0";

    private void Near(string network, string what, double gap, double tolerance)
    {
        output.WriteLine($"{network} {what} {gap:E1} (at most {tolerance:E1})");
        if (!(gap <= tolerance)) Assert.Fail($"{network}: {what} is off by {gap:E2}; at most {tolerance:E1} is allowed.");
    }

    private static double Gap(float[] ours, float[] reference) => Gap(Array.ConvertAll(ours, v => (double)v), reference);

    private static double Gap(double[] ours, float[] reference)
    {
        ours.Length.ShouldBe(reference.Length);
        return ours.Zip(reference).Max(p => Math.Abs(p.First - p.Second)) / reference.Max(Math.Abs);
    }

    private static double Distance(float[] ours, float[] reference) => Distance(Array.ConvertAll(ours, v => (double)v), reference);

    private static double Distance(double[] ours, float[] reference)
    {
        ours.Length.ShouldBe(reference.Length);
        return Math.Sqrt(ours.Zip(reference).Sum(p => (p.First - p.Second) * (p.First - p.Second)) / reference.Sum(r => (double)r * r));
    }
}
