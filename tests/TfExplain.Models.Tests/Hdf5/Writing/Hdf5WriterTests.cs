using System.Buffers.Binary;
using System.Diagnostics;
using TfExplain.Models.Hdf5;
using TfExplain.Models.Hdf5.Writing;
using TfExplain.Models.Tests.Keras.Saving;

namespace TfExplain.Models.Tests.Hdf5.Writing;

public class Hdf5WriterTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var file = Hdf5File.Open(Bytes(Everything()), "written");

        file.Root.Attributes["text"].ReadStrings().ShouldBe(["grün ✓"]);
        file.Root.Attributes["long"].ReadStrings()[0].ShouldBe(new string('x', 200_000));
        file.Root.Attributes["empty"].ReadStrings().ShouldBe([""]);
        file.Root.Attributes["names"].ReadStrings().ShouldBe(["a", "", "ccc"]);
        file.Root.Attributes["none"].Shape.ShouldBe([0]);
        file.Root.Attributes["none"].Type.ShouldBe("<f8");
        file.Root.Attributes["numbers"].ReadDoubles().ShouldBe([1.5, -0.0, double.Epsilon]);
        file.Root.GetDataset("singles").Shape.ShouldBe([2, 3]);
        file.Root.GetDataset("singles").ReadSingles().ShouldBe([1, 2, 3, 4, 5, float.Epsilon]);
        file.Root.GetDataset("scalar").Shape.ShouldBe([]);
        file.Root.GetDataset("scalar").ReadInt64s().ShouldBe([long.MinValue + 1]);
        file.Root.GetDataset("nothing").Shape.ShouldBe([0, 4]);
        file.Root.GetDataset("nothing").ReadSingles().ShouldBeEmpty();
        file.Root.GetDataset("halves").Type.ShouldBe("<f2");
        file.Root.GetDataset("halves").ReadSingles().ShouldBe([1, 65504, (float)(System.Half)0.1f]);
        file.Root.GetDataset("bytes").ReadInt64s().ShouldBe([0, 255]);
        file.Root.GetDataset("deep/er/ä:0").ReadDoubles().ShouldBe([Math.PI]);
        file.Root.GetGroup("nobody").Names.ShouldBeEmpty();
        file.Root.GetGroup("many").Names.Count.ShouldBe(5000);
        file.Root.GetGroup("many/link4999").Names.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Bytes(Everything()).ShouldBe(Bytes(Everything()));

    [Fact]
    public void The_original_library_reads_the_same()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["written.h5"], Bytes(Everything()));
        if (Dump(folder["written.h5"], "-A", "0") is not { } all) return;

        all.ShouldContain("GROUP \"link4999\"");
        Dump(folder["written.h5"], "-a", "/names")!.ShouldContain("\"a\", NULL, \"ccc\"");
        Dump(folder["written.h5"], "-d", "/singles")!.ShouldContain("(1,0): 4, 5, 1.4013e-45");
        Dump(folder["written.h5"], "-d", "/deep/er/ä:0")!.ShouldContain("3.14159");
        Dump(folder["written.h5"], "-d", "/halves")!.ShouldContain("65504");
        Dump(folder["written.h5"], "-d", "/scalar")!.ShouldContain("-9223372036854775807");
    }

    [Fact]
    public void Names_that_exclude_one_another_are_refused()
    {
        var root = new Hdf5Writer().Root;
        root.Dataset("a/b", Hdf5Type.UInt8, [0], _ => { });

        Should.Throw<ArgumentException>(() => root.Dataset("a/b", Hdf5Type.UInt8, [0], _ => { })).Message.ShouldContain("/a/b");
        Should.Throw<ArgumentException>(() => root.Group("a/b/c")).Message.ShouldContain("/a/b");
        Should.Throw<ArgumentException>(() => root.Group("//")).Message.ShouldContain("'//'");
        root.Attribute("x", "1");
        Should.Throw<ArgumentException>(() => root.Attribute("x", "2")).Message.ShouldContain("'x'");
    }

    [Fact]
    public void An_attribute_that_is_too_large_is_refused() =>
        Should.Throw<ArgumentException>(() => new Hdf5Writer().Root.Attribute("x", new double[9000])).Message.ShouldContain("72,0");

    [Fact]
    public void Data_of_another_size_than_declared_are_an_error()
    {
        var writer = new Hdf5Writer();
        writer.Root.Dataset("x", Hdf5Type.Float32, [3], stream => stream.Write(new byte[8]));

        Should.Throw<IOException>(() => Bytes(writer)).Message.ShouldBe("/x should have 12 bytes; 8 were given.");
    }

    private static Hdf5Writer Everything()
    {
        var writer = new Hdf5Writer();
        var root = writer.Root;
        root.Attribute("text", "grün ✓");
        root.Attribute("long", new string('x', 200_000));
        root.Attribute("empty", "");
        root.Attribute("names", ["a", "", "ccc"]);
        root.Attribute("none", ReadOnlySpan<double>.Empty);
        root.Attribute("numbers", [1.5, -0.0, double.Epsilon]);
        root.Dataset("singles", Hdf5Type.Float32, [2, 3], stream => ElementWriter.Singles(stream, [1, 2, 3, 4, 5, float.Epsilon]));
        root.Dataset("scalar", Hdf5Type.Int64, [], stream => ElementWriter.Int64(stream, long.MinValue + 1));
        root.Dataset("nothing", Hdf5Type.Float32, [0, 4], _ => { });
        root.Dataset("halves", Hdf5Type.Float16, [3], stream => ElementWriter.Halves(stream, [1, 65504, 0.1f]));
        root.Dataset("bytes", Hdf5Type.UInt8, [2], stream => stream.Write([0, 255]));
        root.Dataset("deep/er/ä:0", Hdf5Type.Float64, [1], stream => ElementWriter.Doubles(stream, [Math.PI]));
        root.Group("nobody");
        for (var i = 0; i < 5000; i++) root.Group($"many/link{i}");
        return writer;
    }

    private static byte[] Bytes(Hdf5Writer writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        BinaryPrimitives.ReadInt64LittleEndian(stream.GetBuffer().AsSpan(28)).ShouldBe(stream.Length, "the end of the file as the superblock has it");
        return stream.ToArray();
    }

    /// <summary>What h5dump prints about a file; null where it is not installed.</summary>
    internal static string? Dump(string path, params string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).All(folder => !File.Exists(Path.Combine(folder, "h5dump")))) return null;
        var start = new ProcessStartInfo("h5dump") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add(path);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
        return output;
    }
}
