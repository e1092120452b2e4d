using System.Text.Json;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras3;

/// <summary>One case of the fixture <c>keras3</c>, as its <c>index.json</c> describes it.</summary>
internal sealed record Keras3Case(string Name, string File, string? Golden, string? Config, string Expect, IReadOnlyList<string> ErrorShouldMention)
{
    public static IReadOnlyDictionary<string, Keras3Case> All { get; } = ReadIndex().ToDictionary(c => c.Name);

    /// <summary>Whether weights or arithmetic are not float32 in Keras; the reference is then the same network with wide arithmetic.</summary>
    public bool IsPrecision => Name.StartsWith("precision_", StringComparison.Ordinal);

    public string Path => Fixtures.Path("keras3", File);

    public LoadOptions Options => new() { ConfigPath = Config is null ? null : Fixtures.Path("keras3", Config) };

    private static List<Keras3Case> ReadIndex()
    {
        using var index = JsonDocument.Parse(System.IO.File.ReadAllBytes(Fixtures.Path("keras3", "index.json")));
        return [.. index.RootElement.GetProperty("cases").EnumerateArray().Select(Read)];
    }

    private static Keras3Case Read(JsonElement stored)
    {
        string? Text(string name) => stored.TryGetProperty(name, out var value) ? value.GetString() : null;
        return new(Text("name")!, Text("file")!, Text("golden"), Text("config"), Text("expect")!,
            stored.TryGetProperty("error_should_mention", out var words) ? [.. words.EnumerateArray().Select(w => w.GetString()!)] : []);
    }
}
