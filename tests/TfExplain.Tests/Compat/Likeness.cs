using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Tests;

/// <summary>How near maps and pictures must come to the library's: the tolerances of the fixtures' README.</summary>
internal static class Likeness
{
    public static void ShouldBeMap(ReadOnlySpan<float> ours, NpyArray reference, double relative) => ShouldBeMap([.. ours.ToArray().Select(v => (double)v)], reference.ToDoubles(), relative);

    public static void ShouldBeMap(double[] ours, double[] reference, double relative, double? scale = null)
    {
        ours.Length.ShouldBe(reference.Length);
        var largest = scale ?? reference.Max(Math.Abs);
        var worst = ours.Zip(reference, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst <= relative * largest, $"The largest difference is {worst / largest:G3} of the largest magnitude, more than {relative:G3}.");
    }

    /// <summary>At most 1 apart, counted round the corner from 255 to 0, and on few pixels.</summary>
    public static void ShouldBeGrey(Image ours, NpyArray reference, double share = 0.001)
    {
        reference.Shape.ShouldBe([ours.Height, ours.Width]);
        ShouldBeGrey(ours.Pixels, reference.ToUInt8s(), share);
    }

    public static void ShouldBeGrey(byte[] ours, byte[] reference, double share = 0.001) => Judge(Distances(ours, reference), 1, share);

    /// <summary>At most 1 apart on all but a hundredth of the pixels.</summary>
    public static void ShouldBeMostlyGrey(Image ours, NpyArray reference)
    {
        reference.Shape.ShouldBe([ours.Height, ours.Width]);
        var far = Distances(ours.Pixels, reference.ToUInt8s()).Count(d => d > 1);
        Assert.True(far <= 0.01 * ours.Pixels.Length, $"{far} of {ours.Pixels.Length} pixels differ by more than 1.");
    }

    /// <summary>At most 2 apart in any channel, and on few pixels.</summary>
    public static void ShouldBeOverlay(Image ours, NpyArray reference, double share = 0.01, int most = 2)
    {
        reference.Shape.ShouldBe([ours.Height, ours.Width, 3]);
        var theirs = reference.ToUInt8s();
        Judge([.. Enumerable.Range(0, theirs.Length / 3).Select(p => Enumerable.Range(3 * p, 3).Max(i => Math.Abs(ours.Pixels[i] - theirs[i])))], most, share);
    }

    private static int[] Distances(byte[] ours, byte[] reference)
    {
        ours.Length.ShouldBe(reference.Length);
        return [.. ours.Zip(reference, (a, b) => (int)Math.Min((byte)(a - b), (byte)(b - a)))];
    }

    private static void Judge(int[] differences, int most, double share)
    {
        var (worst, unequal) = (differences.Max(), differences.Count(d => d > 0));
        Assert.True(worst <= most && unequal <= share * differences.Length, $"{unequal} of {differences.Length} pixels differ, by up to {worst}.");
    }
}
