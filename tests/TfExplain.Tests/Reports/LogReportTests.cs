using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Reports;
using TfExplain.TensorBoard;
using TfExplain.Testing;

namespace TfExplain.Tests.Reports;

/// <summary>The page of a log, as text. How it behaves is tested in a browser.</summary>
public sealed partial class LogReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-explain-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Runs_are_put_together_by_tag()
    {
        var data = Data(LogReport.Create(Fixtures.Path("tensorboard")));
        data["runs"]!.AsArray().Select(r => (string?)r).ShouldBe(["damaged", "images", "max_outputs", "others", "scalars", "tensorboardx", "tf1_style", "two_runs/train", "two_runs/validation"]);
        var loss = Tag(data, "curves", "epoch_loss")["series"]!.AsArray();
        loss.Select(s => (int)s!["run"]!).ShouldBe([7, 8]);
        loss.Select(s => (float)s!["values"]![0]!).ShouldBe([0.5f, 0.7f]);
        Tag(data, "pictures", "grad_cam/conv1")["series"]![0]!["frames"]!.AsArray().Select(f => (long)f!["step"]!).ShouldBe([0, 3, 10]);
        Tag(data, "curves", "special")["series"]![1]!["values"]!.AsArray().Select(v => (string?)v).ShouldBe(["NaN", "Infinity"]);
        data["problems"]!.AsArray().Count.ShouldBe(4);
        data["others"]!.AsArray().ShouldHaveSingleItem()!["tag"]!.GetValue<string>().ShouldBe("raw_tensor");
    }

    [Fact]
    public void Equal_logs_give_equal_pages_and_equal_pictures_are_held_once()
    {
        var first = LogReport.Create(Fixtures.Path("tensorboard"));
        LogReport.Create(Fixtures.Path("tensorboard")).Html.Span.SequenceEqual(first.Html.Span).ShouldBeTrue();
        var data = Data(first);
        var blobs = data["blobs"]!.AsArray().Select(b => (string)b!["bytes"]!).ToList();
        blobs.Distinct().Count().ShouldBe(blobs.Count);
        var shown = data["pictures"]!.AsArray().SelectMany(t => t!["series"]!.AsArray()).SelectMany(s => s!["frames"]!.AsArray()).SelectMany(f => f!["pictures"]!.AsArray()).Select(p => (int)p!).ToList();
        shown.Count.ShouldBeGreaterThan(blobs.Count);
        shown.Distinct().Order().ShouldBe(Enumerable.Range(0, blobs.Count));
    }

    [Fact]
    public void The_policy_names_the_pages_own_program_and_style_by_hash()
    {
        var html = Encoding.UTF8.GetString(LogReport.Create(Fixtures.Path("tensorboard")).Html.Span);
        var policy = Policy().Match(html).Groups[1].Value;
        policy.ShouldStartWith("default-src 'none'; img-src data:; ");
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain($"style-src '{Hash(html, "<style>", "</style>")}'");
        policy.ShouldContain($"script-src '{Hash(html, "<script>", "</script>")}'");
        // The only address is the name of SVG.
        Regex.Matches(html, "https?://[^\"]*").Select(m => m.Value).Distinct().ShouldBe(["http://www.w3.org/2000/svg"]);
    }

    [Fact]
    public void Hostile_names_and_texts_cannot_leave_the_data()
    {
        const string hostile = "</script><script>alert(1)</script><!--{{script}}\u2028\0";
        using (var writer = new SummaryWriter(Path.Combine(_folder, "run"), new() { FileName = "<b>&.tfevents" }))
        {
            writer.Scalar(hostile, 1, 0, hostile);
            writer.Text("text", hostile, 0);
        }
        var report = LogReport.Create(_folder, new() { Title = hostile });
        var html = Encoding.UTF8.GetString(report.Html.Span);
        Regex.Count(html, "</script>").ShouldBe(2);
        html.ShouldNotContain("alert(1)</script>");
        html.ShouldContain("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--{{script}}");
        var data = Data(report);
        ((string)Tag(data, "curves", hostile)["description"]!).ShouldBe(hostile);
        ((string)Tag(data, "texts", "text")["series"]![0]!["frames"]![0]!["texts"]![0]!).ShouldBe(hostile);
    }

    [Fact]
    public void A_large_log_is_thinned_out_and_the_page_says_so()
    {
        using (var writer = new SummaryWriter(_folder, new() { QueuedEvents = 1000 }))
            for (var step = 0; step < 3000; step++)
            {
                writer.Scalar("loss", step == 1777 ? 50 : 1, step);
                if (step >= 200) continue;
                writer.Histogram("weights", [step, step + 1], step);
                writer.Text("note", $"{step}", step);
                writer.Image("map", new Image(1, 1, 3, [(byte)step, 2, 3]), step);
            }
        var data = Data(LogReport.Create(_folder));
        var loss = Tag(data, "curves", "loss")["series"]![0]!;
        ((int)loss["total"]!).ShouldBe(3000);
        loss["steps"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(1000);
        loss["values"]!.AsArray().Select(v => (int)v!).ShouldContain(50);
        long[] Steps(string kind, string tag) => [.. Tag(data, kind, tag)["series"]![0]!["frames"]!.AsArray().Select(f => (long)f!["step"]!)];
        Steps("pictures", "map").ShouldSatisfyAllConditions(s => s.Length.ShouldBe(60), s => s[0].ShouldBe(0), s => s[^1].ShouldBe(199));
        Steps("histograms", "weights").ShouldSatisfyAllConditions(s => s.Length.ShouldBe(30), s => s[0].ShouldBe(0), s => s[^1].ShouldBe(199));
        Steps("texts", "note").ShouldBe(Enumerable.Range(180, 20).Select(i => (long)i));
    }

    [Fact]
    public void Pictures_keep_within_their_bytes()
    {
        var random = new float[48 * 48 * 3];
        using (var writer = new SummaryWriter(_folder))
            for (var step = 0; step < 40; step++)
            {
                CounterRandom.Of(1).Part(step).Uniform(random);
                writer.Image(step % 2 == 0 ? "even" : "odd", random, [1, 48, 48, 3], step);
            }
        var report = LogReport.Create(_folder, new() { PictureBytes = 100_000 });
        var data = Data(report);
        data["blobs"]!.AsArray().Sum(b => Convert.FromBase64String((string)b!["bytes"]!).Length).ShouldBeInRange(40_000, 100_000);
        foreach (var tag in new[] { "even", "odd" }) Tag(data, "pictures", tag)["series"]![0]!["frames"]!.AsArray().Count.ShouldBeGreaterThan(1);
        ((string)data["notes"]![0]!).ShouldContain("thinned out");
        // Nothing fits: the page says so.
        var none = Data(LogReport.Create(_folder, new() { PictureBytes = 10 }));
        none["blobs"]!.AsArray().ShouldBeEmpty();
        none["notes"]!.AsArray().Select(n => (string)n!).ShouldContain(n => n.StartsWith("Some pictures are left out"));
    }

    [Fact]
    public void A_step_that_was_logged_again_counts_once()
    {
        foreach (var (name, value) in new[] { ("a", 1), ("b", 2) })
            using (var writer = new SummaryWriter(_folder, new() { FileName = $"{name}.tfevents" }))
                for (var step = 2 * value; step < 6; step++) writer.Scalar("loss", value, step);
        var loss = Tag(Data(LogReport.Create(_folder)), "curves", "loss")["series"]![0]!;
        loss["steps"]!.AsArray().Select(s => (int)s!).ShouldBe([2, 3, 4, 5]);
        loss["values"]!.AsArray().Select(s => (int)s!).ShouldBe([1, 1, 2, 2]);
        ((int)loss["total"]!).ShouldBe(4);
    }

    [Fact]
    public void What_is_no_picture_is_not_embedded()
    {
        using (var writer = new SummaryWriter(_folder)) writer.Pictures("svg", 9, 9, ["<svg onload=alert(1)>"u8.ToArray(), new Image(1, 1, 1).ToPng()], 0, null);
        var data = Data(LogReport.Create(_folder));
        data["blobs"]!.AsArray().ShouldHaveSingleItem()!["type"]!.GetValue<string>().ShouldBe("image/png");
        ((string)data["notes"]![0]!).ShouldContain("neither PNG");
    }

    [Fact]
    public void A_folder_without_events_says_what_was_looked_for()
    {
        var error = Should.Throw<InvalidDataException>(() => LogReport.Create(_folder));
        error.Message.ShouldContain(_folder);
        error.Message.ShouldContain("tfevents");
        Should.Throw<IOException>(() => LogReport.Create(Path.Combine(_folder, "missing"))).Message.ShouldContain("missing");
    }

    [Fact]
    public void Hundreds_of_thousands_of_points_keep_their_peak_and_their_number()
    {
        using (var writer = new SummaryWriter(_folder, new() { QueuedEvents = 10_000 }))
            for (var step = 0; step < 300_000; step++) writer.Scalar("loss", step == 1234 ? 5 : 1, step);
        var loss = Tag(Data(LogReport.Create(_folder, new() { PointsPerCurve = 50 })), "curves", "loss")["series"]![0]!;
        ((int)loss["total"]!).ShouldBe(300_000);
        // Both ends and one point of each of 16 level stretches at least.
        loss["steps"]!.AsArray().Count.ShouldBeInRange(18, 50);
        loss["steps"]!.AsArray().Select(s => (int)s!).ShouldContain(1234);
        ((int)loss["steps"]!.AsArray()[^1]!).ShouldBe(299_999);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_does_not_hide_the_others()
    {
        using (var writer = new SummaryWriter(_folder)) writer.Scalar("loss", 1, 0);
        File.CreateSymbolicLink(Path.Combine(_folder, "lost.tfevents"), Path.Combine(_folder, "nowhere"));
        var report = LogReport.Create(_folder);
        report.CurveCount.ShouldBe(1);
        report.Problems.ShouldHaveSingleItem().ToString().ShouldContain("lost.tfevents at byte 0: the file cannot be read");
    }

    [Fact]
    public void Of_too_many_series_the_first_are_shown()
    {
        foreach (var run in new[] { "a", "b", "c" })
            using (var writer = new SummaryWriter(Path.Combine(_folder, run)))
                foreach (var tag in new[] { "x", "y", "z" })
                {
                    writer.Scalar(tag, 1, 0);
                    writer.Image(tag, new Image(1, 1, 1), 0);
                    writer.Text(tag, new string('t', 100), 0);
                }
        var data = Data(LogReport.Create(_folder, new() { SeriesPerKind = 5, TextLength = 250 }));
        foreach (var kind in new[] { "curves", "pictures", "texts" })
            data[kind]!.AsArray().Select(t => $"{t!["tag"]}{t["series"]!.AsArray().Count}").ShouldBe(["x3", "y2"], kind);
        data["texts"]!.AsArray().SelectMany(t => t!["series"]!.AsArray()).Sum(s => s!["frames"]!.AsArray().Count).ShouldBe(2);
        var notes = data["notes"]!.AsArray().Select(n => (string)n!).ToList();
        notes.ShouldContain("Of 9 series of curves the first 5 by tag and run are shown.");
        notes.ShouldContain(n => n.StartsWith("Some texts are left out"));
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using (var writer = new SummaryWriter(_folder)) writer.Scalar("loss", 1, 0);
        Should.Throw<OperationCanceledException>(() => LogReport.Create(_folder, cancellation: new(true)));
    }

    private static JsonNode Data(LogReport report)
    {
        var html = Encoding.UTF8.GetString(report.Html.Span);
        return JsonNode.Parse(Between(html, "<script type=\"application/json\" id=\"data\">", "</script>"))!;
    }

    private static JsonNode Tag(JsonNode data, string kind, string tag) => data[kind]!.AsArray().Single(t => (string)t!["tag"]! == tag)!;

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Hash(string html, string start, string end) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Between(html, start, end))))}";

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();
}
