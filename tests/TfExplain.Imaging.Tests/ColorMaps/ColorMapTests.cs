using TfExplain.Imaging.ColorMaps;

namespace TfExplain.Imaging.Tests.ColorMaps;

public class ColorMapTests
{
    public static TheoryData<string> Files =>
        [.. ImagingFixture.Names("colormaps_matplotlib", "files", "file"), .. ImagingFixture.Names("colormaps_opencv", "files", "file")];

    [Theory, MemberData(nameof(Files))]
    public void Tables_are_the_libraries(string file)
    {
        var map = ColorMap.Find(Path.GetFileNameWithoutExtension(file).Replace("opencv_", "opencv.", StringComparison.Ordinal));
        map.ShouldNotBeNull();
        var lines = File.ReadAllLines(ImagingFixture.PathOf(file));
        lines.Length.ShouldBe(256);
        for (var i = 0; i < 256; i++)
            $"{map[(byte)i].R},{map[(byte)i].G},{map[(byte)i].B}".ShouldBe(lines[i]);
    }

    [Fact]
    public void Every_map_has_a_fixture_and_a_name_of_its_own()
    {
        ColorMap.All.Count.ShouldBe(Files.Count);
        ColorMap.All.Select(static map => map.Name).ShouldBeUnique();
        ColorMap.Find("VIRIDIS").ShouldBe(ColorMap.Viridis);
        ColorMap.Find("opencv.viridis").ShouldBe(ColorMap.OpenCv.Viridis);
        ColorMap.Find("nothing").ShouldBeNull();
    }

    [Fact]
    public void Diverging_maps_are_nearly_white_in_the_middle()
    {
        ColorMap.All.Count(static map => map.IsDiverging).ShouldBe(6);
        foreach (var map in ColorMap.All.Where(static map => map.IsDiverging))
            Math.Min(map[128].R, Math.Min(map[128].G, map[128].B)).ShouldBeGreaterThanOrEqualTo((byte)215, map.Name);
    }

    [Fact]
    public void Numbers_take_the_level_below_256_times_their_value()
    {
        var image = ColorMap.Gray.Apply((float[])[0, 0.5f, 1, -3, 7, float.NaN, 0.0039f, 0.004f], 4, 2);
        image.Pixels.Where(static (_, i) => i % 3 == 0).ShouldBe(new byte[] { 0, 128, 255, 0, 255, 0, 0, 1 });
        ColorMap.Gray.Apply((byte[])[9], 1, 1).Pixels.ShouldBe(new byte[] { 9, 9, 9 });
        Should.Throw<ArgumentException>(() => ColorMap.Gray.Apply(new float[3], 2, 2));
    }
}
