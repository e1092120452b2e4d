using System.Text;

namespace TfExplain.Imaging.Tests;

public class OtherFormatsTests
{
    public static TheoryData<string> Files => ImagingFixture.Names("other_formats", "files", "file");

    [Theory, MemberData(nameof(Files))]
    public void Files_match_or_are_refused_by_name(string file)
    {
        using var fixture = new ImagingFixture("other_formats");
        var row = fixture.Row("files", "file", file);
        var format = row.GetProperty("format").GetString()!;
        var path = ImagingFixture.PathOf(file);
        if (format is "BMP" or "PPM")
        {
            // The fourth byte of the 32-bit bitmap is not alpha: its header declares none.
            var expected = fixture.Arrays[row.GetProperty("array").GetString()!];
            var rgb = expected.ToUInt8s().Chunk(expected.Shape[2]).SelectMany(static p => p.Take(3));
            Image.Load(path).ToRgb().Pixels.ShouldBe(rgb);
        }
        else
            Should.Throw<ImageFormatException>(() => Image.Load(path)).Message.ShouldContain($"{format} images are not supported", Case.Insensitive);
    }

    [Fact]
    public void Plain_and_16_bit_PNM_files_are_read()
    {
        Image.Load("P2 # a comment\n2 2\n10\n0 5\n10 1"u8.ToArray(), "plain").Pixels.ShouldBe(new byte[] { 0, 127, 255, 25 });
        Image.Load((byte[])[.. "P6\n1 1\n65535\n"u8, 255, 255, 128, 0, 0, 0], "deep").Pixels.ShouldBe(new byte[] { 255, 127, 0 });
    }

    [Theory]
    [InlineData("P5\n2 2\n255\nabc", "truncated")]
    [InlineData("P5\n2 x", "height")]
    [InlineData("P5\n99999999 99999999\n255\n", "pixels")]
    [InlineData("P4\n1 1\n\0", "P4")]
    [InlineData("BMnothing here", "header")]
    [InlineData("<?xml version='1.0'?><svg/>", "SVG")]
    [InlineData("plain text", "expected a PNG")]
    public void Damaged_files_are_refused(string content, string reason) =>
        Should.Throw<ImageFormatException>(() => Image.Load(Encoding.Latin1.GetBytes(content), "damaged")).Message.ShouldContain(reason);
}
