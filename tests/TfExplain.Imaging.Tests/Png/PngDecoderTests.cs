using TfExplain.Imaging.Arrays;
using TfExplain.Imaging.Png;
using TfExplain.Testing;

namespace TfExplain.Imaging.Tests.Png;

public class PngDecoderTests
{
    public static TheoryData<string> Suite => ImagingFixture.Names("png_suite", "files", "array");

    public static TheoryData<string> New => ImagingFixture.Names("png_new", "files", "array");

    public static TheoryData<string> Bad => ImagingFixture.Names("png_new", "bad", "file");

    [Theory, MemberData(nameof(Suite))]
    public void Suite_files_decode_exactly(string name) => CheckFile("png_suite", name);

    [Theory, MemberData(nameof(New))]
    public void Generated_files_decode_exactly(string name) => CheckFile("png_new", name);

    [Theory, MemberData(nameof(Bad))]
    public void Bad_files_are_refused_or_give_pixels(string file) => ImagingFixture.ShouldBeRefusedOrGivePixels("png_new", file);

    [Theory]
    [InlineData("bomb_50000x50000", "limit")]
    [InlineData("crc_idat", "CRC")]
    [InlineData("depth_3", "bit depth")]
    [InlineData("colour_type_5", "colour type")]
    [InlineData("no_plte", "PLTE")]
    [InlineData("no_idat", "IDAT")]
    [InlineData("filter_type_5", "filter type")]
    [InlineData("truncated_idat", "truncated")]
    [InlineData("too_few_pixels", "ends in row")]
    [InlineData("unknown_critical", "ABCD")]
    [InlineData("cr_lf_mangled", "text-mode")]
    [InlineData("palette_index_too_large", "palette index")]
    [InlineData("empty", "empty")]
    public void Refusals_say_why(string file, string reason) =>
        Should.Throw<ImageFormatException>(() => Image.Load(ImagingFixture.PathOf($"png/bad/{file}.png"))).Message.ShouldContain(reason);

    [Theory]
    [InlineData("invalid-crc32.png", "CRC")]
    [InlineData("invalid-noend.png", "IEND")]
    [InlineData("invalid-palette.png", "palette index")]
    [InlineData("invalid-trunc.png", "truncated")]
    [InlineData("invalid-zlib.png", "compressed image data")]
    public void Invalid_files_are_refused(string file, string reason) =>
        Should.Throw<ImageFormatException>(() => Image.Load(Fixtures.Path("png-invalid", file))).Message.ShouldContain(reason);

    [Fact]
    public void The_pixel_limit_is_an_option()
    {
        var path = Fixtures.Path("pngsuite", "basn2c08.png");
        Should.Throw<ImageFormatException>(() => Image.Load(path, new ImageReadOptions { MaxPixels = 1023 })).Message.ShouldContain("MaxPixels");
        Image.Load(path, new ImageReadOptions { MaxPixels = 1024 }).Width.ShouldBe(32);
    }

    private static void CheckFile(string section, string name)
    {
        using var fixture = new ImagingFixture(section);
        var path = ImagingFixture.PathOf(fixture.Row("files", "array", name).GetProperty("file").GetString()!);
        var raw = fixture.Arrays[name + ".raw"];
        var raster = PngDecoder.Decode(File.ReadAllBytes(path), path, ImageReadOptions.Default);
        int[] shape = [raster.Header.Height, raster.Header.Width, raster.Header.Channels];
        shape.ShouldBe(raw.Shape);
        StoredSamples(raster).ShouldBe(raw.ToInt32s());

        var rgba = fixture.Arrays[name + ".rgba"].ToInt32s();
        var deep = DecodedImage.Load(path);
        deep.BitDepth.ShouldBe(raster.Header.BitDepth == 16 ? 16 : 8);
        ToRgba(deep).ShouldBe(rgba);
        var shift = deep.BitDepth - 8;
        Image.Load(path).ToRgba().Pixels.Select(static v => (int)v).ShouldBe(rgba.Select(v => v >> shift));
    }

    private static int[] StoredSamples(PngRaster raster) => raster.Header.BitDepth < 16
        ? Array.ConvertAll(raster.Samples, static v => (int)v)
        : [.. raster.Samples.Chunk(2).Select(static pair => pair[0] << 8 | pair[1])];

    private static int[] ToRgba(DecodedImage image)
    {
        var opaque = (1 << image.BitDepth) - 1;
        return [.. image.Samples.Select(static v => (int)v).Chunk(image.Channels).SelectMany(p => p.Length switch
        {
            1 => [p[0], p[0], p[0], opaque],
            3 => [p[0], p[1], p[2], opaque],
            _ => p,
        })];
    }
}
