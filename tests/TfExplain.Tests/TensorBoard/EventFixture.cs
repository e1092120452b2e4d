using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TfExplain.Imaging;
using TfExplain.TensorBoard;
using TfExplain.Testing;

namespace TfExplain.Tests.TensorBoard;

/// <summary>Event files that TensorFlow and tensorboardX wrote, and what TensorBoard's own reader finds in them.</summary>
internal static class EventFixture
{
    public static readonly string[] Runs = ["images", "max_outputs", "scalars", "others", "two_runs", "tf1_style", "tensorboardx"];

    public static string PathOf(string name) => Fixtures.Path("tensorboard", name);

    /// <summary>The rows of a run; NaN and the infinities, which JSON has not, become strings.</summary>
    public static JsonArray Rows(string run)
    {
        var text = File.ReadAllText(PathOf(run + ".json")).Replace(": NaN", ": \"NaN\"", StringComparison.Ordinal).Replace(": Infinity", ": \"Infinity\"", StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsArray();
    }

    /// <summary>Holds an event against a row.</summary>
    public static void ShouldBe(LogEvent e, JsonNode row, bool isRewritten = false)
    {
        e.Step.ShouldBe(row["step"]!.GetValue<long>());
        (e.WallTime > 0).ShouldBe(row["has_wall_time"]!.GetValue<bool>());
        if (!isRewritten) e.File.ShouldBe(Text(row, "file"));
        if (row["file_version"] is not null)
        {
            var version = e.ShouldBeOfType<VersionEvent>();
            version.FileVersion.ShouldBe(Text(row, "file_version"));
            if (!isRewritten) version.Writer.ShouldBe(Text(row, "writer"));
            return;
        }
        var value = e.ShouldBeOfType<ValueEvent>();
        value.Tag.ShouldBe(Text(row, "tag"));
        value.Plugin.ShouldBe(Text(row, "plugin"));
        // The older forms have no display name of their own: readers fill it in.
        if (!isRewritten) value.DisplayName.ShouldBe(Text(row, "display_name"));
        value.Description.ShouldBe(Text(row, "description"));
        ((int)value.DataClass).ShouldBe(row["data_class"]!.GetValue<int>());
        value.Tensor.Shape.ShouldBe(row["shape"]!.AsArray().Select(n => n!.GetValue<int>()));
        if (row["images"] is JsonArray images) PicturesShouldBe(value, row, images);
        else if (value.Tensor.Strings is not null)
            value.Tensor.Strings.Select(s => System.Text.Encoding.UTF8.GetString(s.Span)).ShouldBe(row["values"]!.AsArray().Select(n => n!.GetValue<string>()));
        else value.Tensor.Numbers!.Select(n => Math.Round(n, 6)).ShouldBe(Numbers(row["values"]!));
    }

    public static string Sha256(Image picture) => Convert.ToHexStringLower(SHA256.HashData(picture.Pixels));

    private static void PicturesShouldBe(ValueEvent value, JsonNode row, JsonArray images)
    {
        value.ImageSize.ShouldBe((row["width"]!.GetValue<int>(), row["height"]!.GetValue<int>()));
        var pictures = value.Pictures.Select(p => Image.Load(p, value.Tag)).ToList();
        pictures.Count.ShouldBe(images.Count);
        for (var i = 0; i < pictures.Count; i++)
        {
            pictures[i].Width.ShouldBe(images[i]!["width"]!.GetValue<int>());
            pictures[i].Height.ShouldBe(images[i]!["height"]!.GetValue<int>());
            Sha256(pictures[i]).ShouldBe(images[i]!["pixels_sha256"]!.GetValue<string>());
        }
    }

    private static string Text(JsonNode row, string key) => row[key]!.GetValue<string>();

    private static IEnumerable<double> Numbers(JsonNode node) => node switch
    {
        JsonArray list => list.SelectMany(n => Numbers(n!)),
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.String => [node.GetValue<string>() == "NaN" ? double.NaN : double.PositiveInfinity],
        _ => [node.GetValue<double>()],
    };
}
