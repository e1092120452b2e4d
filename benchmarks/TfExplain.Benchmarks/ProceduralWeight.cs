using System.Text;
using System.Text.Json;

namespace TfExplain.Benchmarks;

/// <summary>A weight that is a function of its name: center + scale u[i], u from SplitMix64 (see <c>tests/fixtures/applications/README.md</c>).</summary>
internal sealed record ProceduralWeight(string Key, int Count, double Center, double Scale)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ProceduralWeight Read(JsonElement weight) => new(
        weight.GetProperty("name").GetString()!.Split(':')[0],
        weight.GetProperty("shape").EnumerateArray().Aggregate(1, (product, extent) => product * extent.GetInt32()),
        weight.GetProperty("center").GetDouble(), weight.GetProperty("scale").GetDouble());

    public void Fill(Span<float> values)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var b in Encoding.UTF8.GetBytes("1:" + Key)) hash = (hash ^ b) * 0x100000001B3;
        for (var i = 0; i < values.Length; i++)
        {
            var z = hash + (ulong)(i + 1) * Golden;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            var k = (z ^ (z >> 31)) >> 40;
            values[i] = (float)(Center + Scale * ((k - 8388608.0) / 8388608.0));
        }
    }
}
