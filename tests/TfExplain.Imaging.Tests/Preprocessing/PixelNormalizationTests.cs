using TfExplain.Imaging.Preprocessing;

namespace TfExplain.Imaging.Tests.Preprocessing;

public class PixelNormalizationTests
{
    public static TheoryData<string> Outputs => ImagingFixture.Names("preprocessing", "cases", "output");

    [Theory, MemberData(nameof(Outputs))]
    public void Modes_match_keras_applications(string output)
    {
        using var fixture = new ImagingFixture("preprocessing");
        var row = fixture.Row("cases", "output", output);
        var mode = row.GetProperty("mode").GetString() switch
        {
            "caffe" => PixelNormalization.Caffe,
            "tf" => PixelNormalization.TensorFlow,
            _ => PixelNormalization.Torch,
        };
        var input = fixture.Arrays["x"];
        int height = input.Shape[1], width = input.Shape[2], size = height * width * 3;
        var expected = fixture.Arrays[output].ToSingles();
        for (var n = 0; n < input.Shape[0]; n++)
        {
            var pixels = input.ToUInt8s()[(n * size)..((n + 1) * size)];
            var fromBytes = mode.Apply(new Image(width, height, 3, pixels));
            var fromSingles = new float[size];
            mode.Apply(input.ToSingles().AsSpan(n * size, size), fromSingles);
            for (var i = 0; i < size; i++)
            {
                var at = row.GetProperty("data_format").GetString() == "channels_last" ? i : i % 3 * height * width + i / 3;
                var tolerance = 1e-6f * Math.Max(1, Math.Abs(expected[n * size + at]));
                Math.Abs(fromBytes[i] - expected[n * size + at]).ShouldBeLessThanOrEqualTo(tolerance);
                fromSingles[i].ShouldBe(fromBytes[i]);
            }
        }
    }

    [Fact]
    public void A_free_mean_and_scale()
    {
        var mode = new PixelNormalization { Divisor = 2, Mean = [1, 2, 3], Deviation = [2, 4, 8] };
        mode.Apply(new Image(1, 1, 3, [10, 20, 30])).ShouldBe([2, 2, 1.5f]);
        PixelNormalization.Unit.Apply(new Image(1, 1, 1, [255])).ShouldBe([1, 1, 1]);
        PixelNormalization.None.Apply(new Image(1, 1, 4, [1, 2, 3, 4])).ShouldBe([1, 2, 3]);
        Should.Throw<ArgumentException>(() => mode.Apply(new float[4], new float[4]));
    }
}
