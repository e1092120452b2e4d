using System.Text.Json;
using TfExplain.Imaging.Arrays;
using TfExplain.Imaging.Resampling;

namespace TfExplain.Imaging.Tests.Resampling;

public class ResamplerTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var section in (string[])["resize_pillow", "resize_opencv", "resize_tensorflow", "resize_torch"])
                foreach (string output in ImagingFixture.Names(section, "cases", "output"))
                    cases.Add(section, output);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Sizes_match_the_library(string section, string output)
    {
        using var fixture = new ImagingFixture(section);
        var row = fixture.Row("cases", "output", output);
        var input = fixture.Arrays[row.GetProperty("input").GetString()!];
        var expected = fixture.Arrays[output];
        int height = input.Shape[0], width = input.Shape[1], channels = input.Shape.Length == 3 ? input.Shape[2] : 1;
        var values = input.ToSingles();

        if (expected.ElementType != typeof(byte))
        {
            ShouldBeClose(Compute(section, row, values, height, width, channels), expected, 1e-5f * (values.Max() - values.Min()));
            return;
        }
        var size = Size(row);
        var image = Find(section, row).Resize(new Image(width, height, channels, input.ToUInt8s()), size[1], size[0]);
        new[] { image.Height, image.Width, image.Channels }.ShouldBe(expected.Shape);
        // One level is the fixture's tolerance; Pillow's fixed point is reproduced exactly.
        image.Pixels.Zip(expected.ToUInt8s(), static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThanOrEqualTo(section == "resize_pillow" ? 0 : 1);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => Pillow.Bilinear.Resize(new float[11], 2, 2, 3, 1, 1));
        Should.Throw<ArgumentException>(() => OpenCv.Linear.Resize(new float[12], 2, 2, 3, 0, 1));
        Should.Throw<ArgumentException>(() => Pillow.Bilinear.Within(0, 0, 3, 3).Resize(new float[4], 2, 2, 1, 1, 1));
        Should.Throw<ArgumentException>(() => Torch.Bilinear(alignCorners: true, antialias: true));
        Should.Throw<ArgumentOutOfRangeException>(() => CentreCrop.Apply(new Image(4, 4, 1), 5, 4));
    }

    [Fact]
    public void The_same_size_copies()
    {
        var image = new Image(2, 1, 1, [3, 200]);
        var same = Pillow.Lanczos.Resize(image, 2, 1);
        same.Pixels.ShouldBe(image.Pixels);
        same.Pixels.ShouldNotBeSameAs(image.Pixels);
    }

    [Fact]
    public void The_centre_crop_takes_the_middle()
    {
        var image = new Image(5, 4, 1, [.. Enumerable.Range(0, 20).Select(static i => (byte)i)]);
        CentreCrop.Apply(image, 3, 2).Pixels.ShouldBe(new byte[] { 6, 7, 8, 11, 12, 13 });
        CentreCrop.Apply(image.ToSingles(), 4, 5, 1, 2, 3).ShouldBe([6, 7, 8, 11, 12, 13]);
    }

    private static float[] Compute(string section, JsonElement row, float[] values, int height, int width, int channels)
    {
        var size = Size(row);
        switch (row.GetProperty("op").GetString())
        {
            case "central_crop":
                return TensorFlowImage.CentralCrop(values, height, width, channels, row.GetProperty("fraction").GetDouble()).Values;
            case "resize_with_pad":
                return TensorFlowImage.ResizeWithPad(values, height, width, channels, size[0], size[1]);
            case "per_image_standardization":
                return TensorFlowImage.Standardize(values);
            case "rgb_to_grayscale":
                return TensorFlowImage.RgbToGreyscale(values);
            case "crop_and_resize":
                var b = Box(row);
                return TensorFlowImage.CropAndResize(values, height, width, channels, ((float)b[0], (float)b[1], (float)b[2], (float)b[3]), size[0], size[1]);
        }
        if (Flag(row, "preserve_aspect_ratio"))
            (size[0], size[1]) = TensorFlowImage.FitWithin(height, width, size[0], size[1]);
        return Find(section, row).Resize(values, height, width, channels, size[0], size[1]);
    }

    private static Resampler Find(string section, JsonElement row)
    {
        bool antialias = Flag(row, "antialias"), alignCorners = Flag(row, "align_corners");
        Resampler found = (section, row.GetProperty("op").GetString()) switch
        {
            ("resize_pillow", "nearest") => Pillow.Nearest,
            ("resize_pillow", "box") => Pillow.Box,
            ("resize_pillow", "bilinear") => Pillow.Bilinear,
            ("resize_pillow", "hamming") => Pillow.Hamming,
            ("resize_pillow", "bicubic") => Pillow.Bicubic,
            ("resize_pillow", "lanczos") => Pillow.Lanczos,
            ("resize_opencv", "nearest") => OpenCv.Nearest,
            ("resize_opencv", "nearest_exact") => OpenCv.NearestExact,
            ("resize_opencv", "linear") => OpenCv.Linear,
            ("resize_opencv", "cubic") => OpenCv.Cubic,
            ("resize_opencv", "area") => OpenCv.Area,
            ("resize_opencv", "lanczos4") => OpenCv.Lanczos4,
            ("resize_torch", "nearest") => Torch.Nearest,
            ("resize_torch", "nearest-exact") => Torch.NearestExact,
            ("resize_torch", "area") => Torch.Area,
            ("resize_torch", "bilinear") => Torch.Bilinear(alignCorners, antialias),
            ("resize_torch", "bicubic") => Torch.Bicubic(alignCorners, antialias),
            (_, "nearest") => TensorFlow.Nearest,
            (_, "area") => TensorFlow.Area,
            (_, "bilinear") => TensorFlow.Bilinear(antialias),
            (_, "bicubic") => TensorFlow.Bicubic(antialias),
            (_, "lanczos3") => TensorFlow.Lanczos3(antialias),
            (_, "lanczos5") => TensorFlow.Lanczos5(antialias),
            (_, "gaussian") => TensorFlow.Gaussian(antialias),
            (_, "mitchellcubic") => TensorFlow.MitchellCubic(antialias),
            (_, "v1.nearest_neighbor") => TensorFlow.V1Nearest(alignCorners),
            (_, "v1.bilinear") => TensorFlow.V1Bilinear(alignCorners),
            (_, "v1.bicubic") => TensorFlow.V1Bicubic(alignCorners),
            var (_, op) => throw new InvalidOperationException($"The fixture has an unknown method {op}."),
        };
        return section == "resize_pillow" && row.TryGetProperty("box", out _) && Box(row) is [var l, var t, var r, var bottom] ? ((PillowResampler)found).Within(l, t, r, bottom) : found;
    }

    private static void ShouldBeClose(float[] actual, NpyArray expected, float tolerance)
    {
        var values = expected.ToSingles();
        actual.Length.ShouldBe(values.Length);
        for (var i = 0; i < values.Length; i++)
            Math.Abs(actual[i] - values[i]).ShouldBeLessThanOrEqualTo(tolerance, $"value {i}: {actual[i]} instead of {values[i]}");
    }

    private static int[] Size(JsonElement row) => row.TryGetProperty("size", out var size) ? [size[0].GetInt32(), size[1].GetInt32()] : [];

    private static double[] Box(JsonElement row) => [.. row.GetProperty("box").EnumerateArray().Select(static v => v.GetDouble())];

    private static bool Flag(JsonElement row, string name) => row.TryGetProperty(name, out var flag) && flag.GetBoolean();
}
