using System.Text.Json;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Engine.Tests.Training;

/// <summary>The numbers of Keras 2.15 in <c>tests/fixtures/keras-training</c>.</summary>
internal static class KerasTraining
{
    private static readonly JsonElement Index = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("keras-training", "index.json"))).RootElement;

    /// <summary>The names of a family's cases.</summary>
    public static IEnumerable<string> Names(string family) => Index.GetProperty(family).EnumerateArray().Select(e => e.GetProperty("name").GetString()!);

    /// <summary>One case of a family.</summary>
    public static JsonElement Case(string family, string name) => Index.GetProperty(family).EnumerateArray().First(e => e.GetProperty("name").GetString() == name);

    /// <summary>A family's arrays.</summary>
    public static NpzArchive Open(string family) => NpzArchive.Open(Fixtures.Path("keras-training", family + ".npz"));
}
