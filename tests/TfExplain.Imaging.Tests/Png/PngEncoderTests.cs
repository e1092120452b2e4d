using TfExplain.Imaging.Png;

namespace TfExplain.Imaging.Tests.Png;

public class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(37, 5, 1)]
    [InlineData(1, 9, 2)]
    [InlineData(64, 33, 2)]
    [InlineData(50, 21, 3)]
    [InlineData(3, 1, 4)]
    [InlineData(129, 70, 4)]
    public void What_is_encoded_decodes_to_the_same_samples(int width, int height, int channels)
    {
        var random = new Random(width * 1000 + height);
        var samples = new byte[width * height * channels];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(i / channels % width * 3 + random.Next(8));
        var raster = PngDecoder.Decode(PngEncoder.Encode(samples, width, height, channels), "encoded", ImageReadOptions.Default);
        (raster.Header.Width, raster.Header.Height, raster.Header.Channels, raster.Header.BitDepth).ShouldBe((width, height, channels, 8));
        raster.Samples.ShouldBe(samples);
    }

    [Fact]
    public void Smooth_images_are_stored_as_differences()
    {
        var samples = new byte[200 * 200];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(i % 200 + i / 200);
        PngEncoder.Encode(samples, 200, 200, 1).Length.ShouldBeLessThan(700);
    }

    [Fact]
    public void Saving_replaces_the_file_and_leaves_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "a.png");
            File.WriteAllText(path, "old");
            var image = new Image(2, 1, 3, [1, 2, 3, 4, 5, 6]);
            image.SavePng(path);
            Image.Load(path).Pixels.ShouldBe(image.Pixels);
            Directory.GetFiles(folder.FullName).ShouldBe([path]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Should.Throw<ArgumentException>(() => PngEncoder.Encode(new byte[5], 2, 1, 3));
        Should.Throw<ArgumentException>(() => PngEncoder.Encode(new byte[10], 2, 1, 5));
        Should.Throw<ArgumentException>(() => new Image(2, 2, 2));
        Should.Throw<ArgumentException>(() => new Image(2, 2, 3, new byte[11]));
    }
}
