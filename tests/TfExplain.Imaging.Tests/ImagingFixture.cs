using System.Text.Json;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Imaging.Tests;

/// <summary>One section of tests/fixtures/imaging: its rows in index.json and its arrays.</summary>
internal sealed class ImagingFixture : IDisposable
{
    private static readonly JsonElement Index = JsonDocument.Parse(File.ReadAllBytes(PathOf("index.json"))).RootElement;

    private readonly Lazy<NpzArchive> arrays;

    public ImagingFixture(string section)
    {
        Section = Index.GetProperty(section);
        arrays = new(() => NpzArchive.Open(PathOf(Section.GetProperty("arrays").GetString()!)));
    }

    public JsonElement Section { get; }

    public NpzArchive Arrays => arrays.Value;

    public static string PathOf(string file) => Fixtures.Path("imaging", file);

    /// <summary>The names under <paramref name="key"/> of a section's list <paramref name="list"/>, as theory rows.</summary>
    public static TheoryData<string> Names(string section, string list, string key) =>
        [.. Index.GetProperty(section).GetProperty(list).EnumerateArray().Select(row => row.GetProperty(key).GetString()!)];

    public JsonElement Row(string list, string key, string value) =>
        Section.GetProperty(list).EnumerateArray().Single(row => row.GetProperty(key).GetString() == value);

    /// <summary>A damaged file is refused with its name, or read where the fixture allows that, within 64 MiB either way.</summary>
    public static void ShouldBeRefusedOrGivePixels(string section, string file)
    {
        using var fixture = new ImagingFixture(section);
        var mayDecode = fixture.Row("bad", "file", file).GetProperty("expect").GetString() == "error_or_pixels";
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Image.Load(PathOf(file));
            mayDecode.ShouldBeTrue("the file must be refused");
        }
        catch (ImageFormatException e)
        {
            e.Message.ShouldContain(Path.GetFileName(file));
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 << 20);
    }

    public void Dispose()
    {
        if (arrays.IsValueCreated)
            arrays.Value.Dispose();
    }
}
