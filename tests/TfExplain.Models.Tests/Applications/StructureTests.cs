using System.Text.Json;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Applications;

public class StructureTests
{
    public static TheoryData<string> Networks =>
        [.. Directory.GetFiles(Fixtures.Path("applications", "structure"), "*.config.json.gz").Select(f => Path.GetFileName(f)[..^".config.json.gz".Length]).Order()];

    [Theory, MemberData(nameof(Networks))]
    public void Layers_have_the_shapes_and_weights_that_Keras_reports(string network)
    {
        using var model = ApplicationFixture.Build(network);

        var layers = model.Layers.ToDictionary(l => l.Name);
        foreach (var stored in ApplicationFixture.Table(network).GetProperty("layers").EnumerateArray())
        {
            if (stored.GetProperty("class").GetString() == "InputLayer") continue;
            var layer = layers[stored.GetProperty("name").GetString()!];
            layer.ClassName.ShouldBe(stored.GetProperty("class").GetString());
            layer.OutputShape.Span.ToArray().ShouldBe(Extents(stored.GetProperty("output_shape")), layer.Name);
            layer.ParameterCount.ShouldBe(stored.GetProperty("params").GetInt64(), layer.Name);
        }
    }

    private static IEnumerable<int> Extents(JsonElement shape) => shape.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? -1 : e.GetInt32());
}
