using TfExplain.Imaging.Jpeg;

namespace TfExplain.Imaging.Tests.Jpeg;

public class JpegDecoderTests
{
    private static readonly ImageReadOptions AsStored = new() { ApplyOrientation = false };

    public static TheoryData<string> Suite => ImagingFixture.Names("jpeg_suite", "files", "array");

    public static TheoryData<string> New => ImagingFixture.Names("jpeg_new", "files", "array");

    public static TheoryData<string> Bad => ImagingFixture.Names("jpeg_new", "bad", "file");

    [Theory, MemberData(nameof(Suite))]
    public void Suite_files_decode_as_with_libjpeg_turbo(string name) => CheckFile("jpeg_suite", name);

    [Theory, MemberData(nameof(New))]
    public void Generated_files_decode_as_with_libjpeg_turbo(string name) => CheckFile("jpeg_new", name);

    [Theory, MemberData(nameof(Bad))]
    public void Bad_files_are_refused_or_give_pixels(string file) => ImagingFixture.ShouldBeRefusedOrGivePixels("jpeg_new", file);

    [Theory]
    [InlineData("arithmetic_sof9", "arithmetic-coded")]
    [InlineData("lossless_sof3", "lossless")]
    [InlineData("precision_12", "12 bits")]
    [InlineData("bomb_65500", "limit")]
    [InlineData("components_9", "components")]
    [InlineData("sampling_huge", "sampling factors")]
    [InlineData("huffman_overfull", "Huffman table")]
    [InlineData("no_huffman", "Huffman table")]
    [InlineData("no_quant", "quantization table")]
    [InlineData("scan_before_frame", "frame header")]
    [InlineData("truncated_header", "truncated")]
    [InlineData("not_jpeg", "GIF images are not supported")]
    public void Refusals_say_why(string file, string reason) =>
        Should.Throw<ImageFormatException>(() => Image.Load(ImagingFixture.PathOf($"jpeg/bad/{file}.jpg"))).Message.ShouldContain(reason);

    [Fact]
    public void A_truncated_file_shows_what_was_there_and_grey_below()
    {
        var whole = File.ReadAllBytes(ImagingFixture.PathOf("jpeg/noise_q90.jpg"));
        var expected = Image.Load(whole, "whole");
        var cut = Image.Load(whole.AsMemory(0, whole.Length * 3 / 4), "cut");
        cut.Row(0).SequenceEqual(expected.Row(0)).ShouldBeTrue();
        cut.Pixels[^3..].ShouldBe(new byte[] { 128, 128, 128 });
    }

    private static void CheckFile(string section, string name)
    {
        using var fixture = new ImagingFixture(section);
        var path = ImagingFixture.PathOf(fixture.Row("files", "array", name).GetProperty("file").GetString()!);
        var image = Image.Load(path, AsStored);
        ShouldMatch(image.Width, image.Height, image.Channels, image.Pixels, name);
        if (fixture.Arrays.Contains(name + ".cmyk"))
        {
            var inks = JpegDecoder.Decode(File.ReadAllBytes(path), path, AsStored);
            ShouldMatch(inks.Width, inks.Height, inks.Channels, inks.Pixels, name + ".cmyk");
        }
        if (fixture.Arrays.Contains(name + ".upright"))
        {
            var upright = Image.Load(path);
            ShouldMatch(upright.Width, upright.Height, upright.Channels, upright.Pixels, name + ".upright");
        }

        void ShouldMatch(int width, int height, int channels, byte[] pixels, string array)
        {
            var expected = fixture.Arrays[array];
            int[] shape = channels == 1 ? [height, width] : [height, width, channels];
            shape.ShouldBe(expected.Shape);
            var values = expected.ToUInt8s();
            var differences = pixels.Where((v, i) => v != values[i]).Count();
            differences.ShouldBe(0, $"of {pixels.Length} samples");
        }
    }
}
