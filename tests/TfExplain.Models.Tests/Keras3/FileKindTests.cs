using System.IO.Compression;
using System.Text;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras3;

public sealed class FileKindTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("89504E470D0A1A0A", "PNG image")]
    [InlineData("FFD8FFE000104A46", "JPEG image")]
    [InlineData("080712077079746F726368", "ONNX")]
    [InlineData("08011212", "SavedModel")]
    [InlineData("1C00000054464C33", "TensorFlow Lite")]
    [InlineData("1F8B0800", "gzip")]
    [InlineData("80049500", "pickle")]
    [InlineData("68656C6C6F", "neither a zip archive nor an HDF5 file")]
    public void A_foreign_file_is_named(string start, string name)
    {
        File.WriteAllBytes(_path, Convert.FromHexString(start));

        var error = Should.Throw<ModelFormatException>(() => Model.Load(_path));

        error.Message.ShouldContain(name);
        error.Message.ShouldContain("expected a Keras model");
    }

    [Fact]
    public void The_extension_does_not_matter()
    {
        File.Copy(Fixtures.Path("keras3", "net_plain.keras"), _path, overwrite: true);

        using var model = Model.Load(_path);

        model.Parameters.ShouldAllBe(p => p.IsSet);
    }

    [Fact]
    public void Entries_may_lie_in_a_folder()
    {
        using (var source = ZipFile.OpenRead(Fixtures.Path("keras3", "net_plain.keras")))
        using (var target = new ZipArchive(File.Create(_path), ZipArchiveMode.Create))
            foreach (var entry in source.Entries)
            {
                using var from = entry.Open();
                using var to = target.CreateEntry($"model/{entry.FullName}").Open();
                from.CopyTo(to);
            }

        using var model = Model.Load(_path);

        model.Parameters.ShouldAllBe(p => p.IsSet);
    }

    [Fact]
    public void An_archive_of_something_else_is_named()
    {
        using (var target = new ZipArchive(File.Create(_path), ZipArchiveMode.Create)) target.CreateEntry("archive/data.pkl").Open().Dispose();

        Should.Throw<ModelFormatException>(() => Model.Load(_path)).Message.ShouldContain("PyTorch");
    }

    [Fact]
    public void A_folder_is_no_model() => Should.Throw<ModelFormatException>(() => Model.Load(Path.GetTempPath())).Message.ShouldContain("folder");

    [Fact]
    public void Models_that_double_at_every_level_are_bounded()
    {
        string Level(int depth) => depth == 0
            ? """{"class_name":"Functional","config":{"name":"m0","layers":[{"class_name":"InputLayer","name":"i","config":{"name":"i","batch_shape":[null,2]}},{"class_name":"ReLU","name":"r","config":{"name":"r","trainable":true},"inbound_nodes":[[["i",0,0,{}]]]}],"input_layers":[["i",0,0]],"output_layers":[["r",0,0]]}}"""
            : $$$"""{"class_name":"Functional","config":{"name":"m{{{depth}}}","layers":[{"class_name":"InputLayer","name":"i","config":{"name":"i","batch_shape":[null,2]}},{{{Level(depth - 1).TrimEnd('}')}}}},"name":"m{{{depth - 1}}}","inbound_nodes":[[["i",0,0,{}]],[["m{{{depth - 1}}}",0,0,{}]]]}],"input_layers":[["i",0,0]],"output_layers":[["m{{{depth - 1}}}",1,0]]}}""";

        Should.Throw<ModelFormatException>(() => Model.FromConfig(Level(25))).Message.ShouldContain("20,000");
    }

    [Fact]
    public void Weights_that_the_file_cannot_hold_are_not_allocated()
    {
        var config = """{"class_name":"Sequential","config":{"name":"s","layers":[{"class_name":"InputLayer","config":{"batch_shape":[null,2000000],"name":"i"}},{"class_name":"Dense","config":{"name":"d","trainable":true,"units":2000000}}]}}""";
        File.WriteAllText(_path, config, Encoding.UTF8);

        var error = Should.Throw<ModelFormatException>(() => Model.Load(Fixtures.Path("keras3", "weights_plain.weights.h5"), new() { ConfigPath = _path }));

        error.Message.ShouldContain("cannot hold");
    }
}
