using System.Text.Json;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Hdf5;

/// <summary>The cases of <c>tests/fixtures/hdf5/index.json</c>.</summary>
internal static class FixtureCase
{
    public static string PathOf(string file) => Fixtures.Path("hdf5", file);

    public static TheoryData<string> Files(string expect)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(PathOf("index.json")));
        return [.. index.RootElement.GetProperty("cases").EnumerateArray()
            .Where(c => c.GetProperty("expect").GetString() == expect).Select(c => c.GetProperty("file").GetString()!)];
    }
}
