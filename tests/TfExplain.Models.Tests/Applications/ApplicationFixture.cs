using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Models.Keras;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Applications;

/// <summary>The networks of the fixture <c>applications</c>: their graphs from <c>structure</c>, their weights made by a rule.</summary>
internal static class ApplicationFixture
{
    public static JsonElement Table(string network) => Json(Unpack($"{network}.table.json.gz"));

    public static Model Build(string network) => Model.FromConfig(Config(network));

    /// <summary>The architecture of a network as <c>model.to_json()</c> gives it.</summary>
    public static string Config(string network) => Encoding.UTF8.GetString(Unpack($"{network}.config.json.gz"));

    public static JsonElement Golden(string network) => Json(File.ReadAllBytes(Fixtures.Path("applications", "golden", $"{network}.json")));

    public static JsonElement Models { get; } = Json(File.ReadAllBytes(Fixtures.Path("applications", "models.json"))).GetProperty("models");

    /// <summary>The network with the weights of a seed.</summary>
    /// <returns>The checksum, sum and number of the weights in the order of the table.</returns>
    public static (Model Model, uint Crc, double Sum, long Count) BuildWithWeights(string network, int seed)
    {
        var model = Build(network);
        var layers = model.Layers.ToDictionary(l => l.Name);
        var (crc, sum, count) = (0u, 0d, 0L);
        foreach (var stored in Table(network).GetProperty("layers").EnumerateArray())
        {
            var weights = stored.GetProperty("weights").EnumerateArray().ToList();
            if (weights.Count == 0) continue;
            var parameters = layers[stored.GetProperty("name").GetString()!].Parameters;
            var ordered = parameters.Where(p => p.IsTrainable).Concat(parameters.Where(p => !p.IsTrainable)).ToList();
            ordered.Count.ShouldBe(weights.Count, stored.GetProperty("name").GetString());
            foreach (var (parameter, weight) in ordered.Zip(weights))
            {
                parameter.Shape.Span.ToArray().ShouldBe(weight.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()));
                if (!weight.TryGetProperty("scale", out var scale))
                {
                    parameter.Set(new float[parameter.Shape.Count]);
                    continue;
                }
                var key = weight.GetProperty("name").GetString()!.Split(':')[0];
                parameter.Update(values => Fill(values, seed, key, weight.GetProperty("center").GetDouble(), scale.GetDouble()));
                crc = Crc32.Append(crc, System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Values));
                foreach (var value in parameter.Values) sum += value;
                count += parameter.Values.Length;
            }
        }
        return (model, crc, sum, count);
    }

    /// <summary>The pixels as the network's <c>preprocess_input</c> gives them.</summary>
    public static float[] Preprocess(byte[] pixels, string mode)
    {
        var x = Array.ConvertAll(pixels, p => (float)p);
        float[] caffe = [103.939f, 116.779f, 123.68f], mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
        for (var i = 0; i < x.Length; i += 3)
        {
            if (mode == "caffe") (x[i], x[i + 2]) = (x[i + 2], x[i]);
            for (var c = 0; c < 3; c++)
                x[i + c] = mode switch
                {
                    "caffe" => x[i + c] - caffe[c],
                    "tf" => x[i + c] / 127.5f - 1,
                    "torch" => (x[i + c] / 255 - mean[c]) / deviation[c],
                    _ => x[i + c],
                };
        }
        return x;
    }

    private static void Fill(Span<float> values, int seed, string key, double center, double scale)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var value in Encoding.UTF8.GetBytes($"{seed}:{key}")) hash = unchecked((hash ^ value) * 0x100000001B3);
        for (var i = 0; i < values.Length; i++)
        {
            var z = unchecked(hash + ((ulong)i + 1) * 0x9E3779B97F4A7C15);
            z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
            z ^= z >> 31;
            var unit = ((double)(z >> 40) - 8388608) / 8388608;
            values[i] = (float)(center + scale * unit);
        }
    }

    private static byte[] Unpack(string name)
    {
        using var file = new GZipStream(File.OpenRead(Fixtures.Path("applications", "structure", name)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static JsonElement Json(byte[] text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
