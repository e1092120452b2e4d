using TfExplain.Imaging;
using TfExplain.Reports;
using TfExplain.TensorBoard;

namespace TfExplain.Web.Tests;

/// <summary>A log of two runs whose numbers and pictures are known.</summary>
internal static class SampleLog
{
    /// <summary>What a log must not be able to do to a page.</summary>
    public const string Hostile = "</script><img src=x onerror=document.title='owned'>&lt;b&gt;";

    public const string HostileText = "</textarea><script>document.title='owned'</script>\n<!-- <a href=https://example.org/>away</a>";

    /// <summary>The file:// address of the page.</summary>
    public static Uri Write(string folder)
    {
        var log = Path.Combine(folder, "log");
        foreach (var (run, factor) in new[] { ("first", 1), ("second", 2) })
        {
            using var writer = new SummaryWriter(Path.Combine(log, run));
            for (var step = 0; step <= 100; step += 10)
            {
                writer.Scalar("loss", factor * (1 - step / 200.0), step);
                writer.Histogram("weights", [.. Enumerable.Range(0, 200).Select(i => MathF.Sin(i) * (step + 10))], step);
            }
            for (var step = 0; step < (run == "first" ? 5 : 3); step++) writer.Image("grad_cam", Plain(40, 30, (byte)(50 * step), (byte)(100 * factor)), step);
            for (var step = 0; step < 4; step++) writer.Image("saliency", Plain(20, 20, (byte)(40 * step), 7), step);
            writer.Scalar(Hostile, double.NaN, 0);
            writer.Scalar(Hostile, 1, 1);
            writer.Text("note", HostileText, 0);
            writer.Text("settings", "**Adam <i>** with `lr=0.1`, 2 ** 3 and ``", 0);
            writer.Table("table", [["a", Hostile], ["c", "d"]], 0);
        }
        File.WriteAllBytes(Path.Combine(log, "first", "broken.tfevents"), new byte[40]);
        var page = Path.Combine(folder, "page.html");
        File.WriteAllBytes(page, LogReport.Create(log, new() { Title = $"Sample {Hostile}" }).Html.Span);
        return new(page);
    }

    /// <summary>The page of numbers at the ends of their ranges.</summary>
    public static Uri WriteExtremes(string folder)
    {
        var log = Path.Combine(folder, "extremes");
        using (var writer = new SummaryWriter(log))
        {
            foreach (var (step, value) in new[] { (long.MinValue, float.MaxValue), (-1, -float.MaxValue), (0, float.Epsilon), (long.MaxValue, 0f) }) writer.Scalar("range", value, step);
            foreach (var (tag, value) in new[] { ("nan", float.NaN), ("infinite", float.NegativeInfinity), ("zero", 0f), ("tiny", float.Epsilon), ("huge", float.MaxValue) })
            {
                writer.Scalar(tag, value, long.MaxValue);
                writer.Histogram(tag, [value, -value], long.MinValue);
                writer.Histogram(tag, [value], 0);
            }
            writer.Image("wide", new Image(3000, 1, 1), 0);
            writer.Image("tall", new Image(1, 3000, 1), -5);
            writer.Text("", "", 0);
        }
        var page = Path.Combine(folder, "extremes.html");
        File.WriteAllBytes(page, LogReport.Create(log).Html.Span);
        return new(page);
    }

    private static Image Plain(int width, int height, byte red, byte green)
    {
        var picture = new Image(width, height, 3);
        for (var i = 0; i < picture.Pixels.Length; i += 3) (picture.Pixels[i], picture.Pixels[i + 1]) = (red, green);
        return picture;
    }
}
