using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Benchmarks;

/// <summary>A network of <c>keras.applications</c> with the procedural weights of <c>tests/fixtures/applications</c>.</summary>
internal sealed class Network(string name)
{
    public static string Root { get; } = FindRoot();

    private static string Fixtures => Path.Combine(Root, "tests", "fixtures", "applications");

    public string Name { get; } = name;

    /// <summary>The layer that Grad-CAM looks at.</summary>
    public string CamLayer => Name switch { "VGG16" => "block5_conv3", "ResNet50" => "conv5_block3_out", _ => "out_relu" };

    /// <summary>The architecture without weights.</summary>
    public Model Build() => Model.FromConfig(Encoding.UTF8.GetString(Unpacked($"structure/{Name}.config.json.gz")));

    /// <summary>The network with weights from a file that <see cref="WriteWeights"/> wrote.</summary>
    public Model Load(string weightsFile)
    {
        var model = Build();
        using var file = File.OpenRead(weightsFile);
        foreach (var parameter in model.Parameters) parameter.Update(values => file.ReadExactly(MemoryMarshal.AsBytes(values)));
        return model;
    }

    /// <summary>The network with its weights computed in place.</summary>
    public Model Create()
    {
        var model = Build();
        foreach (var (parameter, weight) in model.Parameters.Zip(Weights()))
        {
            if (parameter.Shape.Count != weight.Count) throw new InvalidDataException($"{parameter.Name} {parameter.Shape} is not {weight.Key}.");
            parameter.Update(weight.Fill);
        }
        return model;
    }

    /// <summary>Writes all weights as float32 in the order of the structure table.</summary>
    public void WriteWeights(string path)
    {
        using var file = File.Create(path);
        foreach (var weight in Weights())
        {
            var values = new float[weight.Count];
            weight.Fill(values);
            file.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }

    /// <summary>Writes the architecture and the structure table as JSON for the peer.</summary>
    public void WriteStructure(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "config.json"), Unpacked($"structure/{Name}.config.json.gz"));
        File.WriteAllBytes(Path.Combine(folder, "table.json"), Unpacked($"structure/{Name}.table.json.gz"));
    }

    /// <summary>Two photographs in turn, prepared as the network wants them; [count, 224, 224, 3].</summary>
    public float[] Photographs(int count)
    {
        using var archive = NpzArchive.Open(Path.Combine(Fixtures, "images_224.npz"));
        byte[][] photographs = [archive["chelsea"].ToUInt8s(), archive["coffee"].ToUInt8s()];
        float[] caffe = [103.939f, 116.779f, 123.68f];
        var values = new float[count * photographs[0].Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (image, element) = Math.DivRem(i, photographs[0].Length);
            var channel = element % 3;
            var photograph = photographs[image % 2];
            values[i] = Name == "MobileNetV2" ? photograph[element] / 127.5f - 1 : photograph[element - channel + 2 - channel] - caffe[channel];
        }
        return values;
    }

    private IEnumerable<ProceduralWeight> Weights()
    {
        using var table = JsonDocument.Parse(Unpacked($"structure/{Name}.table.json.gz"));
        foreach (var layer in table.RootElement.GetProperty("layers").EnumerateArray())
            foreach (var weight in layer.GetProperty("weights").EnumerateArray())
                yield return ProceduralWeight.Read(weight);
    }

    private static byte[] Unpacked(string file)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Fixtures, file)), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "TfExplain.slnx"))) return folder;
        throw new DirectoryNotFoundException("TfExplain.slnx is in no folder above the program.");
    }
}
