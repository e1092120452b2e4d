using TfExplain.Training;
using static TfExplain.Models.Tests.Training.TrainingFormTests;

namespace TfExplain.Models.Tests.Training;

/// <summary>Augmentation layers where it is known what they should do.</summary>
public class AugmentationTests
{
    private const int Batch = 40, Height = 4, Width = 4;
    private static readonly float[] s_images = [.. Enumerable.Range(0, Batch * Height * Width * 3).Select(i => (i * 37 % 101) / 101f)];

    [Theory]
    [InlineData("horizontal")]
    [InlineData("vertical")]
    [InlineData("horizontal_and_vertical")]
    public void Images_are_mirrored_or_not(string mode)
    {
        var y = Run(Layers.RandomFlip(mode));
        var seen = new int[4];
        for (var n = 0; n < Batch; n++)
        {
            var found = Enumerable.Range(0, 4).Where(flips => Image(y, n).SequenceEqual(Picked(n, (i, j) => ((flips & 2) == 0 ? i : 3 - i, (flips & 1) == 0 ? j : 3 - j)))).ToList();
            found.Count.ShouldBe(1);
            seen[found[0]]++;
        }
        // Each way that is possible is taken by some of 40 images; none else.
        bool[] possible = [true, mode != "vertical", mode != "horizontal", mode == "horizontal_and_vertical"];
        for (var way = 0; way < 4; way++) (seen[way] > 0).ShouldBe(possible[way]);
    }

    [Fact]
    public void Channels_may_come_first()
    {
        var x = Layers.Input(3, Height, Width);
        using var model = Model.Functional([x], [Layers.RandomTranslation((0.25, 0.25), (0, 0), "constant", dataFormat: "channels_first").On(x)]);
        var y = TrainingPass.Output(model, 1, s_images[..48]);
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < 4; i++)
                for (var j = 0; j < 4; j++) y[(c * 4 + i) * 4 + j].ShouldBe(i == 0 ? 0 : s_images[(c * 4 + i - 1) * 4 + j]);
    }

    [Fact]
    public void Images_are_moved_down_and_right() =>
        ShouldBeClose(Run(Layers.RandomTranslation((0.5, 0.5), (-0.25, -0.25), "nearest")), (i, j) => (Math.Max(i - 2, 0), Math.Min(j + 1, 3)), 0);

    // 2 pi in single precision leaves positions some 1e-6 from whole ones.
    [Fact]
    public void A_quarter_turn_goes_counter_clockwise()
    {
        ShouldBeClose(Run(Layers.RandomRotation((0.25, 0.25))), (i, j) => (j, 3 - i), 1e-5f);
        ShouldBeClose(Run(Layers.RandomRotation((-0.25, -0.25))), (i, j) => (3 - j, i), 1e-5f);
        ShouldBeClose(Run(Layers.RandomRotation((0, 0), "constant")), (i, j) => (i, j), 0);
    }

    // Zoomed out twice, a position p of 0 to 3 shows 1.5 + 2 (p - 1.5): -1.5, 0.5, 2.5, 4.5.
    [Fact]
    public void Positive_zoom_makes_things_smaller()
    {
        var y = Run(Layers.RandomZoom((1, 1), (0, 0), "constant", fillValue: 7));
        for (var n = 0; n < Batch; n++)
            for (var j = 0; j < 4; j++)
            {
                At(y, n, 0, j, 0).ShouldBe(7);
                At(y, n, 1, j, 0).ShouldBe((At(s_images, n, 0, j, 0) + At(s_images, n, 1, j, 0)) / 2, 1e-6f);
                At(y, n, 2, j, 0).ShouldBe((At(s_images, n, 2, j, 0) + At(s_images, n, 3, j, 0)) / 2, 1e-6f);
                At(y, n, 3, j, 0).ShouldBe(7);
            }
    }

    [Fact]
    public void Rows_are_sheared_by_a_share_of_either_sign()
    {
        var y = Run(Layers.RandomShear((1, 1), (0, 0), "wrap"));
        var right = 0;
        for (var n = 0; n < Batch; n++)
        {
            bool isRight = Image(y, n).SequenceEqual(Picked(n, (i, j) => (i, (j + i) % 4))), isLeft = Image(y, n).SequenceEqual(Picked(n, (i, j) => (i, (j - i + 4) % 4)));
            (isRight ^ isLeft).ShouldBeTrue();
            right += isRight ? 1 : 0;
        }
        right.ShouldBeInRange(1, Batch - 1);
    }

    [Fact]
    public void Crops_are_parts_of_images_from_all_places()
    {
        var y = Run(Layers.RandomCrop(2, 3));
        var seen = new HashSet<(int, int)>();
        for (var n = 0; n < Batch; n++)
        {
            var crop = y[(n * 18)..((n + 1) * 18)];
            var places = (from top in Enumerable.Range(0, 3) from left in Enumerable.Range(0, 2)
                where crop.SequenceEqual(from i in Enumerable.Range(top, 2) from j in Enumerable.Range(left, 3) from c in Enumerable.Range(0, 3) select At(s_images, n, i, j, c))
                select (top, left)).ToList();
            places.Count.ShouldBe(1);
            seen.Add(places[0]);
        }
        seen.Count.ShouldBe(6);
    }

    [Fact]
    public void Contrast_keeps_the_mean_and_brightness_adds()
    {
        double[] Ratios(LayerSpec layer, Func<float, float, float, double> of)
        {
            var y = Run(layer);
            return [.. Enumerable.Range(0, Batch).Select(n =>
            {
                var mean = Enumerable.Range(0, 16).Average(p => s_images[(n * 16 + p) * 3]);
                var ratios = Enumerable.Range(0, 16).Where(p => Math.Abs(s_images[(n * 16 + p) * 3] - mean) > 0.05).Select(p => of(s_images[(n * 16 + p) * 3], y[(n * 16 + p) * 3], mean)).ToList();
                foreach (var ratio in ratios) ratio.ShouldBe(ratios[0], 1e-4);
                return ratios[0];
            })];
        }
        var contrast = Ratios(Layers.RandomContrast(0.4, (-9, 9)), (x, y, mean) => (y - mean) / (x - mean));
        contrast.ShouldAllBe(c => c >= 0.6 - 1e-4 && c <= 1.4 + 1e-4);
        (contrast.Max() - contrast.Min()).ShouldBeGreaterThan(0.4);
        var brightness = Ratios(Layers.RandomBrightness((0.1, 0.2), (-9, 9)), (x, y, _) => y - x);
        brightness.ShouldAllBe(b => b >= 1.8 - 1e-5 && b <= 3.6 + 1e-5);
        (brightness.Max() - brightness.Min()).ShouldBeGreaterThan(0.9);
        Run(Layers.RandomBrightness((1, 1), (0, 1))).ShouldAllBe(v => v == 1);
    }

    [Fact]
    public void Images_become_negatives_or_grey_with_their_probability()
    {
        var inverted = Run(Layers.RandomInvert((0.5, 0.5), (0, 1)));
        var grey = Run(Layers.RandomGrayscale());
        int negatives = 0, greys = 0;
        for (var n = 0; n < Batch; n++)
        {
            float[] x = Image(s_images, n), y = Image(inverted, n), g = Image(grey, n);
            y.ShouldBe(y[0] == x[0] ? x : [.. x.Select(v => 1 - v)]);
            negatives += y[0] == x[0] ? 0 : 1;
            if (g.SequenceEqual(x)) continue;
            greys++;
            for (var p = 0; p < 16; p++)
                for (var c = 0; c < 3; c++) g[p * 3 + c].ShouldBe(0.2989f * x[p * 3] + 0.587f * x[p * 3 + 1] + 0.114f * x[p * 3 + 2], 1e-6f);
        }
        // Five deviations of 40 throws of a coin.
        negatives.ShouldBeInRange(5, 35);
        greys.ShouldBeInRange(5, 35);
    }

    [Fact]
    public void A_rectangle_is_erased()
    {
        var layer = Layers.RandomErasing((1, 1), (0.25, 0.25), 0.5, (0, 1));
        var y = Run(layer);
        for (var n = 0; n < Batch; n++)
        {
            var erased = (from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 4) where At(y, n, i, j, 0) != At(s_images, n, i, j, 0) select (i, j)).ToList();
            foreach (var (i, j) in erased)
                for (var c = 0; c < 3; c++) At(y, n, i, j, c).ShouldBe(0.5f);
            // Sides of half of 4, at any start: two whole positions lie between.
            erased.Count.ShouldBe(4);
            (erased.Max(e => e.i) - erased.Min(e => e.i)).ShouldBe(1);
        }
        // Noise instead of a value.
        Run(Layers.RandomErasing((1, 1), (0.25, 0.25), valueRange: (0, 1))).Zip(s_images).Count(p => p.First != p.Second).ShouldBeGreaterThan(Batch * 6);
    }

    [Theory]
    [InlineData("fill_mode", "mirror")]
    [InlineData("interpolation", "bicubic")]
    public void Unknown_choices_are_told_in_training(string argument, string value)
    {
        using var model = On([4, 4, 3], Layers.RandomRotation(0.1).With(argument, value));
        LayersTests.Predict(model).Length.ShouldBe(96);
        Should.Throw<ModelFormatException>(() => new TrainingPass(model)).Message.ShouldContain(value);
    }

    [Fact]
    public void Wrong_factors_and_sizes_are_told_in_training()
    {
        using Model factor = On([4, 4, 3], Layers.RandomZoom(1.5)), size = On([-1, 4, 3], Layers.RandomFlip()), rank = On([4, 3], Layers.RandomFlip());
        Should.Throw<ModelFormatException>(() => new TrainingPass(factor)).Message.ShouldContain("from -1 to 1; found 1.5");
        Should.Throw<ModelFormatException>(() => new TrainingPass(size)).Message.ShouldContain("known size");
        Should.Throw<ModelFormatException>(() => new TrainingPass(rank)).Message.ShouldContain("[batch, height, width, channels]");
    }

    private static float[] Run(LayerSpec layer)
    {
        using var model = On([Height, Width, 3], layer);
        return TrainingPass.Output(model, Batch, s_images);
    }

    private static float At(float[] images, int n, int i, int j, int c) => images[((n * Height + i) * Width + j) * 3 + c];

    private static float[] Image(float[] images, int n) => images[(n * 48)..((n + 1) * 48)];

    private static float[] Picked(int n, Func<int, int, (int I, int J)> source) =>
        [.. from i in Enumerable.Range(0, Height) from j in Enumerable.Range(0, Width) from c in Enumerable.Range(0, 3) select At(s_images, n, source(i, j).I, source(i, j).J, c)];

    private static void ShouldBeClose(float[] y, Func<int, int, (int, int)> source, float tolerance)
    {
        for (var n = 0; n < Batch; n++)
        {
            float[] found = Image(y, n), expected = Picked(n, source);
            if (tolerance == 0) found.ShouldBe(expected);
            else for (var e = 0; e < expected.Length; e++) found[e].ShouldBe(expected[e], tolerance);
        }
    }
}
