using System.IO.Compression;
using System.Text.Json;
using TfExplain.Models.Tests.Keras3;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras.Saving;

/// <summary>Every model of the fixtures that can be read, written in every format and read again.</summary>
public class SavingTests
{
    // What Keras 3 lacks or computes otherwise; everything else must be written as .keras.
    private static readonly string[] s_notKeras3 = ["TFOpLambda", "SlicingOpLambda", "ThresholdedReLU", "hard_sigmoid", "RandomCrop"];

    public static TheoryData<string> Models => [.. Readable()];

    [Theory, MemberData(nameof(Models))]
    public void A_model_is_the_same_after_each_format(string file)
    {
        using var folder = new TemporaryFolder();
        using var model = Load(file);

        model.Save(folder["whole.h5"]);
        using (var read = Model.Load(folder["whole.h5"])) Same(read, model);

        var refused = "";
        try
        {
            model.Save(folder["archive.keras"]);
            using var read = Model.Load(folder["archive.keras"]);
            Same(read, model);
        }
        catch (ModelFormatException e)
        {
            refused = e.Message;
        }
        if (refused.Length > 0)
        {
            refused.ShouldContain(".h5");
            s_notKeras3.ShouldContain(name => refused.Contains(name, StringComparison.Ordinal), refused);
            File.Exists(folder["archive.keras"]).ShouldBeFalse();
        }

        foreach (var (name, format) in new[] { ("alone.weights.h5", SaveFormat.Weights), ("legacy.h5", SaveFormat.LegacyWeights) })
        {
            model.Save(folder[name], new() { Format = format });
            using var other = Load(file);
            foreach (var parameter in other.Parameters) parameter.Set(new float[parameter.Shape.Count]);
            other.LoadWeights(folder[name]);
            SavedModel.SameWeights(other, model, value => value);
        }
        folder.Files.ShouldBe(refused.Length > 0 ? ["alone.weights.h5", "legacy.h5", "whole.h5"] : ["alone.weights.h5", "archive.keras", "legacy.h5", "whole.h5"]);
    }

    [Theory, MemberData(nameof(Models))]
    public void Rounded_weights_are_those_of_float16(string file)
    {
        using var folder = new TemporaryFolder();
        using var model = Load(file);

        model.Save(folder["half.h5"], new() { Half = true });

        using var read = Model.Load(folder["half.h5"]);
        SavedModel.SameWeights(read, model, value => (float)(Half)value);
        foreach (var parameter in model.Parameters.Where(p => !p.Name.EndsWith("/count", StringComparison.Ordinal))) parameter.Set([.. parameter.Values.ToArray().Select(v => (float)(Half)v)]);
        model.Session.Invalidate();
        var inputs = SavedModel.Inputs(model);
        SavedModel.Bits(SavedModel.Run(read, inputs)).ShouldBe(SavedModel.Bits(SavedModel.Run(model, inputs)));
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.weights.h5")]
    public void Every_format_can_hold_rounded_weights(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Load("keras3/normalization_adapted.keras");

        model.Save(folder[name], new() { Half = true });

        using var other = Load("keras3/normalization_adapted.keras");
        other.LoadWeights(folder[name]);
        SavedModel.SameWeights(other, model, value => (float)(Half)value);
    }

    [Theory]
    [InlineData("keras-layers/graph_residual_block.h5", "model.h5")]
    [InlineData("keras-layers/graph_residual_block.h5", "model.keras")]
    [InlineData("keras3/net_nested.keras", "model.h5")]
    [InlineData("keras3/net_nested.keras", "model.keras")]
    [InlineData("keras3/net_nested.keras", "model.weights.h5")]
    public void The_same_model_gives_the_same_bytes(string file, string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Load(file);

        model.Save(folder["first." + name]);
        model.Save(folder["second." + name]);

        File.ReadAllBytes(folder["second." + name]).ShouldBe(File.ReadAllBytes(folder["first." + name]));
    }

    [Theory]
    [InlineData("net_nested.keras")]
    [InlineData("net_multi_dict.keras")]
    [InlineData("net_compiled_with_optimizer.keras")]
    public void An_archive_of_Keras_3_keeps_its_architecture(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Load("keras3/" + name);

        model.Save(folder["saved.keras"]);

        Config(folder["saved.keras"]).ShouldBe(Config(Fixtures.Path("keras3", name)));
    }

    /// <summary>Loads a file below the fixtures; the standard network lies beside them.</summary>
    internal static Model Load(string file) => file.StartsWith("keras3/", StringComparison.Ordinal) && Keras3Case.All.Values.FirstOrDefault(c => c.File == file[7..]) is { } test
        ? Model.Load(test.Path, test.Options)
        : file.StartsWith("models/", StringComparison.Ordinal) ? Model.Load(Path.Combine(Fixtures.Root, "models", "efficientnet_lite0.h5")) : Model.Load(Fixtures.Path(file.Split('/')), Options(file));

    internal static IEnumerable<string> Readable()
    {
        var layers = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("keras-layers", "index.json"))).RootElement.GetProperty("cases").EnumerateArray().ToList();
        foreach (var key in new[] { "model", "keras_file" })
            foreach (var test in layers)
                if (test.TryGetProperty(key, out var file) && file.ValueKind == JsonValueKind.String) yield return "keras-layers/" + file.GetString();
        foreach (var test in Keras3Case.All.Values.Where(c => c.Expect is "match" or "match_or_error" && !c.Name.StartsWith("quantized", StringComparison.Ordinal))) yield return "keras3/" + test.File;
        foreach (var name in new[] { "small.h5", "small.weights.h5", "small_splitnames.h5", "small_oldnames.h5", "small_model.h5" }) yield return "applications/files/" + name;
        yield return "models/efficientnet_lite0.h5";
    }

    private static LoadOptions Options(string file) => file.StartsWith("applications/", StringComparison.Ordinal) ? new() { ConfigPath = Fixtures.Path("applications", "files", "small.config.json") } : new();

    private static void Same(Model read, Model model) => SavedModel.ShouldBeSame(read, model);

    private static string Config(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        using var reader = new StreamReader(zip.GetEntry("config.json")!.Open());
        return reader.ReadToEnd();
    }
}
