using System.Buffers.Binary;
using Google.Protobuf;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.TensorBoard;
using TfExplain.TensorBoard.Protos;
using TfExplain.Testing;
using static TfExplain.Tests.TensorBoard.EventFixture;

namespace TfExplain.Tests.TensorBoard;

/// <summary>What is written is what TensorFlow writes.</summary>
public sealed class SummaryWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-explain-test-").FullName;

    public static TheoryData<string> Runs => [.. EventFixture.Runs];

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory, MemberData(nameof(Runs))]
    public void What_TensorFlow_wrote_comes_back_the_same_when_it_is_written_again(string run)
    {
        var rows = Rows(run);
        var originals = EventReader.Read(PathOf(run)).Events;
        foreach (var file in originals.GroupBy(e => e.File))
            using (var writer = new SummaryWriter(Path.Combine(_folder, Path.GetDirectoryName(file.Key)!), new() { FileName = "events.out.tfevents.test" }))
                foreach (var e in file.OfType<ValueEvent>()) Rewrite(e, writer);
        var log = EventReader.Read(_folder);
        log.Problems.ShouldBeEmpty();
        log.Events.Count.ShouldBe(rows.Count);
        for (var i = 0; i < rows.Count; i++) EventFixture.ShouldBe(log.Events[i], rows[i]!, isRewritten: true);
    }

    [Theory]
    [InlineData("scalars")]
    [InlineData("others")]
    [InlineData("images")]
    [InlineData("max_outputs")]
    public void Its_messages_have_the_bytes_of_TensorFlows(string run)
    {
        var path = Directory.GetFiles(PathOf(run)).Single();
        string written;
        using (var writer = new SummaryWriter(_folder))
        {
            written = writer.Path;
            // Pictures as they were encoded: compressors may differ.
            foreach (var e in EventReader.Read(path).Events.OfType<ValueEvent>())
                if (e.ImageSize is { } size) writer.Pictures(e.Tag, size.Width, size.Height, [.. e.Pictures.Select(p => p.ToArray())], e.Step, e.Description);
                else Rewrite(e, writer);
        }
        var expected = Payloads(path);
        var found = Payloads(written);
        found.Count.ShouldBe(expected.Count);
        // The first event names the writer; the first nine bytes of each are the wall time.
        for (var i = 1; i < expected.Count; i++) Convert.ToHexString(found[i].AsSpan(9)).ShouldBe(Convert.ToHexString(expected[i].AsSpan(9)));
    }

    [Fact]
    public void Numbers_become_bytes_as_in_TensorFlow()
    {
        using (var writer = new SummaryWriter(_folder))
            writer.Image("float_out_of_range", [-1, 0, 0.5f, 0.999f, 1, 7, float.NaN, float.PositiveInfinity, float.NegativeInfinity], [1, 1, 9, 1], 0);
        Values().Single().Pictures.Single().ShouldSatisfyAllConditions(p => Image.Load(p, "").Pixels.ShouldBe(new byte[] { 0, 0, 127, 255, 255, 255, 0, 255, 0 }));
    }

    [Fact]
    public void Bytes_survive_the_way_through_numbers()
    {
        var values = Enumerable.Range(0, 256).Select(i => i / 255f).ToArray();
        PictureBytes.Of(values).ShouldBe(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray());
    }

    [Fact]
    public void Three_pictures_of_a_batch_are_kept_unless_told_otherwise()
    {
        Image[] pictures = [.. Enumerable.Range(0, 5).Select(i => new Image(2, 1, 3, [(byte)i, 1, 2, 3, 4, 5]))];
        using (var writer = new SummaryWriter(_folder))
        {
            writer.Image("three", pictures, 1);
            writer.Image("five", pictures, 1, maxOutputs: 9);
            writer.Image("one", pictures[4], 1);
            writer.Image("numbers", new float[5 * 4], [5, 2, 1, 2], 1);
        }
        Values().Select(v => v.Pictures.Count()).ShouldBe([3, 5, 1, 3]);
    }

    [Fact]
    public void Histograms_have_the_edges_and_counts_of_TensorFlow()
    {
        foreach (var e in EventReader.Read(PathOf("others")).Events.OfType<ValueEvent>().Where(e => e.Plugin == ValueEvent.Histograms))
        {
            var expected = e.Buckets!.ToArray();
            // As many values in the middle of each bucket as it has, with the smallest and the largest as themselves.
            var values = new List<double>();
            for (var row = 0; row < expected.Length; row += 3)
                values.AddRange(Enumerable.Repeat((expected[row] + expected[row + 1]) / 2, (int)expected[row + 2]));
            if (values.Count > 0) (values[0], values[^1]) = (expected[0], expected[^2]);
            HistogramBuckets.Of(values.ToArray(), expected.Length / 3).Rows.ShouldBe(expected);
        }
    }

    [Fact]
    public void What_is_not_finite_belongs_to_no_bucket_and_is_mentioned()
    {
        using (var writer = new SummaryWriter(_folder))
        {
            writer.Histogram("mixed", [1, float.NaN, 3, float.PositiveInfinity, float.NegativeInfinity, 2], 0, buckets: 2, description: "Weights.");
            writer.Histogram("none", [float.NaN], 0, buckets: 2);
            writer.Histogram("fine", [1, 2], 0, buckets: 2);
        }
        var values = Values();
        values[0].Buckets.ShouldBe([1, 2, 1, 2, 3, 2]);
        values[0].Description.ShouldBe("Weights. 3 of 6 values are not finite and are left out.");
        values[1].Buckets.ShouldBe(new double[6]);
        values[2].Description.ShouldBeEmpty();
    }

    [Fact]
    public void Its_time_and_name_can_be_fixed()
    {
        var clock = new StandingClock();
        byte[] Write(string folder)
        {
            using var writer = new SummaryWriter(Path.Combine(_folder, folder), new() { Clock = clock, FileName = "events.out.tfevents.fixed" });
            writer.Scalar("loss", 0.5, 1);
            writer.Dispose();
            return File.ReadAllBytes(writer.Path);
        }
        Write("a").ShouldBe(Write("b"));
        Values().ShouldAllBe(v => v.WallTime == 1700000000.25);
    }

    [Fact]
    public void Ten_events_or_two_minutes_bring_them_to_the_file()
    {
        var clock = new StandingClock();
        using var writer = new SummaryWriter(_folder, new() { Clock = clock });
        Path.GetFileName(writer.Path).ShouldStartWith($"events.out.tfevents.1700000000.{Environment.MachineName}.{Environment.ProcessId}.");
        writer.Path.ShouldEndWith(".v2");
        for (var i = 0; i < 9; i++) writer.Scalar("loss", i, i);
        Values().ShouldBeEmpty();
        writer.Scalar("loss", 9, 9);
        Values().Count.ShouldBe(10);
        writer.Scalar("loss", 10, 10);
        clock.Elapsed = TimeSpan.FromSeconds(119);
        writer.Scalar("loss", 11, 11);
        Values().Count.ShouldBe(10);
        clock.Elapsed = TimeSpan.FromSeconds(120);
        writer.Scalar("loss", 12, 12);
        Values().Count.ShouldBe(13);
        writer.Scalar("loss", 13, 13);
        writer.Flush();
        Values().Count.ShouldBe(14);
        writer.Dispose();
        Should.Throw<ObjectDisposedException>(() => writer.Scalar("loss", 0, 0));
    }

    [Fact]
    public void No_file_is_ever_written_over()
    {
        var clock = new StandingClock();
        using var first = new SummaryWriter(_folder, new() { Clock = clock });
        using var second = new SummaryWriter(_folder, new() { Clock = clock });
        first.Path.ShouldNotBe(second.Path);
        using var named = new SummaryWriter(_folder, new() { FileName = "tfevents" });
        Should.Throw<IOException>(() => new SummaryWriter(_folder, new() { FileName = "tfevents" }));
    }

    [Fact]
    public void Many_threads_write_whole_records()
    {
        using (var writer = new SummaryWriter(_folder))
            Parallel.For(0, 1000, i =>
            {
                writer.Scalar($"tag{i % 7}", i, i);
                if (i % 31 == 0) writer.Flush();
            });
        var log = EventReader.Read(_folder);
        log.Problems.ShouldBeEmpty();
        log.Events.OfType<ValueEvent>().Select(v => v.Step).Order().ShouldBe(Enumerable.Range(0, 1000).Select(i => (long)i));
        log.Events.Select(e => e.WallTime).ShouldBeInOrder();
    }

    [Fact]
    public void A_graph_is_TensorFlows()
    {
        using var model = Model.Load(Fixtures.Path("applications", "files", "small_model.h5"));
        using (var writer = new SummaryWriter(_folder)) writer.Graph(model);
        var graph = GraphDef.Parser.ParseFrom(EventReader.Read(_folder).Events.OfType<GraphEvent>().Single().GraphDef.Span);
        graph.Node.Count.ShouldBe(model.Graph.Nodes.Length);
        var names = new HashSet<string>();
        foreach (var node in graph.Node)
        {
            node.Input.ShouldAllBe(i => names.Contains(i));
            names.Add(node.Name).ShouldBeTrue();
            node.Name.ShouldMatch("^[A-Za-z0-9.][A-Za-z0-9_.\\-/]*$");
            node.Attr["_output_shapes"].List.Shape.ShouldHaveSingleItem();
        }
        graph.Node.Count(n => n.Op == "Placeholder").ShouldBe(1);
    }

    [Fact]
    public void Wrong_pictures_are_refused()
    {
        using var writer = new SummaryWriter(_folder);
        Should.Throw<ArgumentException>(() => writer.Image("none", [], 0)).Message.ShouldContain("'none'");
        Should.Throw<ArgumentException>(() => writer.Image("sizes", [new Image(1, 1, 3), new Image(2, 1, 3)], 0)).Message.ShouldContain("2 x 1");
        Should.Throw<ArgumentException>(() => writer.Image("shape", new float[6], [1, 1, 3], 0)).Message.ShouldContain("[N,H,W,C]");
        Should.Throw<ArgumentException>(() => writer.Image("count", new float[6], [1, 1, 1, 3], 0)).Message.ShouldContain("6 numbers");
        Should.Throw<ArgumentException>(() => writer.Table("table", [["a"], ["b", "c"]], 0)).Message.ShouldContain("1, 2");
    }

    private List<ValueEvent> Values() => [.. EventReader.Read(_folder).Events.OfType<ValueEvent>()];

    private static void Rewrite(ValueEvent e, SummaryWriter writer)
    {
        if (e.Scalar is { } number) writer.Scalar(e.Tag, number, e.Step, e.Description);
        else if (e.Plugin == ValueEvent.Images) writer.Image(e.Tag, [.. e.Pictures.Select(p => Image.Load(p, e.Tag))], e.Step, int.MaxValue, e.Description);
        else if (e.Buckets is { } rows) writer.Write(Summaries.Value(e.Tag, ValueEvent.Histograms, Summaries.Doubles([.. e.Tensor.Shape], [.. rows]), e.Description), e.Step);
        else if (e.Tensor.Shape is [_, var columns]  && e.Plugin == ValueEvent.Text) writer.Table(e.Tag, [.. e.Texts.Chunk(columns)], e.Step, e.Description);
        else if (e.Tensor.Shape.Count == 0 && e.Plugin == ValueEvent.Text) writer.Text(e.Tag, e.Texts.Single(), e.Step, e.Description);
        else if (e.Plugin == ValueEvent.Text) writer.Write(Summaries.Value(e.Tag, ValueEvent.Text, Summaries.Strings([.. e.Tensor.Shape], e.Texts.Select(ByteString.CopyFromUtf8)), e.Description), e.Step);
        else writer.Tensor(e.Tag, e.Tensor.Numbers!.Select(n => (float)n).ToArray(), Shape.Create([.. e.Tensor.Shape]), e.Step, e.Description);
    }

    /// <summary>The data of each record.</summary>
    private static List<byte[]> Payloads(string path)
    {
        var file = File.ReadAllBytes(path);
        var payloads = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            payloads.Add(file.AsSpan(at + RecordFrame.HeaderLength, length).ToArray());
            at += length + RecordFrame.FrameLength;
        }
        return payloads;
    }

    private sealed class StandingClock : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1700000000.25);

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
