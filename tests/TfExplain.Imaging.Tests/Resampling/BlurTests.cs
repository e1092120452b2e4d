using TfExplain.Imaging.Resampling;

namespace TfExplain.Imaging.Tests.Resampling;

public class BlurTests
{
    public static TheoryData<string> Cases
    {
        get
        {
            using var fixture = new ImagingFixture("blur");
            return [.. fixture.Section.GetProperty("cases").EnumerateArray()
                .Where(static row => row.GetProperty("op").GetString() is "scipy.gaussian_filter" or "cv2.GaussianBlur")
                .Select(static row => row.GetProperty("output").GetString()!)];
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gaussian_blur_matches_the_library(string output)
    {
        using var fixture = new ImagingFixture("blur");
        var row = fixture.Row("cases", "output", output);
        var input = fixture.Arrays[row.GetProperty("input").GetString()!];
        int height = input.Shape[0], width = input.Shape[1], channels = input.Shape.Length == 3 ? input.Shape[2] : 1;
        var sigma = row.GetProperty("sigma").GetDouble();
        var actual = row.GetProperty("op").GetString() == "cv2.GaussianBlur"
            ? Blur.OpenCvGaussian(input.ToDoubles(), height, width, channels, row.GetProperty("kernel").GetInt32(), sigma)
            : Blur.Gaussian(input.ToDoubles(), height, width, channels, sigma, Enum.Parse<BlurBorder>(row.GetProperty("mode").GetString()!, ignoreCase: true), row.GetProperty("truncate").GetDouble());
        var expected = fixture.Arrays[output].ToDoubles();
        actual.Length.ShouldBe(expected.Length);
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < actual.Length; i++)
            Math.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(1e-12 * scale, $"value {i}");
    }

    [Fact]
    public void An_image_keeps_its_size_and_its_flat_parts()
    {
        var image = new Image(7, 5, 3);
        image.Pixels.AsSpan().Fill(77);
        Blur.Gaussian(image, 2).Pixels.ShouldBe(image.Pixels);
        Should.Throw<ArgumentException>(() => Blur.Gaussian(image, 0));
        Should.Throw<ArgumentException>(() => Blur.OpenCvGaussian(new double[4], 2, 2, 1, 4));
    }
}
