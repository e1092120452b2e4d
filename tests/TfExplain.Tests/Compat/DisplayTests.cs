using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;
using TfExplain.Imaging.ColorMaps;
using TfExplain.Testing;

namespace TfExplain.Tests;

/// <summary>The library's display functions against tests/fixtures/tf-explain/display.json.</summary>
public sealed class DisplayTests
{
    private static readonly JsonElement[] Rows = [.. JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("tf-explain", "display.json"))).RootElement.EnumerateArray()];
    private static readonly NpzArchive Arrays = NpzArchive.Open(Fixtures.Path("tf-explain", "display.npz"));
    // The numbers of cv2.COLORMAP_*.
    private static readonly Dictionary<int, ColorMap> Colors = new()
    {
        [1] = ColorMap.OpenCv.Bone, [2] = ColorMap.OpenCv.Jet, [11] = ColorMap.OpenCv.Hot, [14] = ColorMap.OpenCv.Inferno,
        [15] = ColorMap.OpenCv.Plasma, [16] = ColorMap.OpenCv.Viridis, [20] = ColorMap.OpenCv.Turbo,
    };

    public static TheoryData<string> Grids => Of("grid_display");

    public static TheoryData<string> Filters => Of("filter_display");

    public static TheoryData<string> Pixels => Of("image_to_uint_255");

    public static TheoryData<string> Heatmaps => Of("heatmap_display");

    public static TheoryData<string> Patches => Of("apply_grey_patch");

    public static TheoryData<string> Greys => Of("transform_to_normalized_grayscale");

    [Theory]
    [MemberData(nameof(Grids))]
    public void Grid_display(string name)
    {
        var (row, tiles, expected) = (Row(name), Input(name, 0), Output(name));
        var channels = tiles.Shape.Length == 4 ? tiles.Shape[3] : 1;
        var grid = GridDisplay.Arrange<float>(tiles.ToSingles(), tiles.Shape[0], tiles.Shape[1], tiles.Shape[2], channels, Number(row, "num_rows"), Number(row, "num_columns"));
        new[] { grid.Height, grid.Width }.ShouldBe(expected.Shape[..2]);
        grid.Values.ShouldBe(expected.ToSingles());
        grid.Overridden.ShouldBe(row.TryGetProperty("warning", out _));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Filter_display(string name)
    {
        var (row, maps, expected) = (Row(name), Input(name, 0), Output(name));
        var grid = GridDisplay.Filters(maps.ToSingles(), maps.Shape[0], maps.Shape[1], maps.Shape[2], maps.Shape[3], Number(row, "num_rows"), Number(row, "num_columns"));
        new[] { grid.Height, grid.Width }.ShouldBe(expected.Shape);
        grid.Values.ShouldBe(expected.ToSingles());
    }

    [Theory]
    [MemberData(nameof(Pixels))]
    public void Image_to_uint_255(string name) => Bytes(Input(name, 0)).ShouldBe(Output(name).ToUInt8s());

    [Theory]
    [MemberData(nameof(Heatmaps))]
    public void Heatmap_display(string name)
    {
        var (row, map, image) = (Row(name), Input(name, 0), Input(name, 1));
        var picture = new Image(image.Shape[1], image.Shape[0], image.Shape[2], Bytes(image));
        var weight = row.GetProperty("parameters").TryGetProperty("image_weight", out var given) ? given.GetDouble() : 0.7;
        foreach (var (blend, output) in new[] { (Compat.TfExplain031.Blend.Released, "output"), (Compat.TfExplain031.Blend.Development, "output_master") })
        {
            var display = new HeatmapDisplay(Colors[Number(row, "colormap") ?? 16], weight, blend);
            var ours = map.Data is double[] doubles
                ? display.Draw<double>(doubles, map.Shape[0], map.Shape[1], picture)
                : display.Draw<float>(map.ToSingles(), map.Shape[0], map.Shape[1], picture);
            ours.Pixels.ShouldBe(Arrays[row.GetProperty(output).GetString()!].ToUInt8s(), $"{blend}");
        }
    }

    [Theory]
    [MemberData(nameof(Patches))]
    public void Apply_grey_patch(string name)
    {
        var (row, image) = (Row(name), Input(name, 0));
        var values = image.ToSingles();
        GreyPatch.Apply(values, Shape.Create(image.Shape), Number(row, "top_left_x")!.Value, Number(row, "top_left_y")!.Value, Number(row, "patch_size")!.Value,
            image.ElementType == typeof(byte) ? GreyPatch.OfBytes : GreyPatch.OfNumbers);
        values.ShouldBe(Output(name).ToSingles());
    }

    [Theory]
    [MemberData(nameof(Greys))]
    public void Transform_to_normalized_grayscale(string name) =>
        NormalizedGrayscale.Transform(Input(name, 0).ToSingles(), Input(name, 0).Shape[^1]).ShouldBe(Output(name).ToUInt8s());

    private static byte[] Bytes(NpyArray image) => image.Data switch
    {
        byte[] bytes => bytes,
        float[] singles => ImageToUInt255.Of<float>(singles),
        _ => ImageToUInt255.Of<double>(image.ToDoubles()),
    };

    private static TheoryData<string> Of(string function) => [.. Rows.Where(r => r.GetProperty("function").GetString() == function).Select(r => r.GetProperty("name").GetString()!)];

    private static JsonElement Row(string name) => Rows.Single(r => r.GetProperty("name").GetString() == name);

    private static NpyArray Input(string name, int index) => Arrays[Row(name).GetProperty("inputs")[index].GetString()!];

    private static NpyArray Output(string name) => Arrays[Row(name).GetProperty("output").GetString()!];

    private static int? Number(JsonElement row, string parameter) => row.GetProperty("parameters").TryGetProperty(parameter, out var value) ? value.GetInt32() : null;
}
