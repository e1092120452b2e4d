using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Google.Protobuf;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.TensorBoard;
using TfExplain.TensorBoard.Protos;
using TfExplain.Testing;

namespace TfExplain.Tests.TensorBoard;

/// <summary>Event files of other writers, and damaged ones.</summary>
public sealed class EventReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-explain-test-").FullName;

    public static TheoryData<string> Runs => [.. EventFixture.Runs];

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory, MemberData(nameof(Runs))]
    public void It_finds_what_TensorBoard_finds(string run)
    {
        var log = EventReader.Read(EventFixture.PathOf(run));
        log.Problems.ShouldBeEmpty();
        var rows = EventFixture.Rows(run);
        log.Events.Count.ShouldBe(rows.Count);
        for (var i = 0; i < rows.Count; i++) EventFixture.ShouldBe(log.Events[i], rows[i]!);
    }

    [Fact]
    public void It_reads_the_callbacks_of_the_library_that_came_before()
    {
        var folder = Fixtures.Path("tf-explain", "events");
        var callbacks = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "events.json")))!["callbacks"]!.AsObject();
        callbacks.Count.ShouldBe(7);
        foreach (var (name, callback) in callbacks)
        {
            var path = Path.Combine(folder, callback!["file"]!.GetValue<string>());
            var log = EventReader.Read(path);
            log.Problems.ShouldBeEmpty(name);
            var records = callback["records"]!.AsArray();
            log.Events.Count.ShouldBe(records.Count, name);
            var bytes = File.ReadAllBytes(path);
            foreach (var (e, record) in log.Events.Zip(records))
            {
                e.Offset.ShouldBe(record!["offset"]!.GetValue<long>());
                e.Step.ShouldBe(record["step"]!.GetValue<long>());
                var at = (int)e.Offset;
                var data = bytes.AsSpan(at + RecordFrame.HeaderLength, record["length"]!.GetValue<int>());
                MaskedCrc.Of(bytes.AsSpan(at, 8)).ShouldBe(record["length_masked_crc32c"]!.GetValue<uint>());
                MaskedCrc.Of(data).ShouldBe(record["payload_masked_crc32c"]!.GetValue<uint>());
                if (record["value"] is not { } row) continue;
                var value = e.ShouldBeOfType<ValueEvent>();
                value.Tag.ShouldBe(row["tag"]!.GetValue<string>());
                value.Plugin.ShouldBe("images");
                value.ImageSize.ShouldBe((row["width"]!.GetValue<int>(), row["height"]!.GetValue<int>()));
                var png = value.Pictures.ShouldHaveSingleItem();
                png.Length.ShouldBe(row["png_bytes"]!.GetValue<int>());
                var picture = Image.Load(png, name);
                (picture.Width, picture.Height, picture.Channels).ShouldBe((row["width"]!.GetValue<int>(), row["height"]!.GetValue<int>(), row["colorspace"]!.GetValue<int>()));
            }
        }
    }

    [Theory]
    [InlineData("length_crc", EventProblemKind.Damaged, 0, "checksum of the record's length")]
    [InlineData("huge_length", EventProblemKind.Damaged, 0, "checksum of the record's length")]
    [InlineData("data_crc", EventProblemKind.Damaged, 0, "checksum of the record's data")]
    [InlineData("truncated", EventProblemKind.Unfinished, 19, "of which")]
    public void A_bad_record_is_reported_with_its_place(string name, EventProblemKind kind, int eventsBefore, string words)
    {
        var log = EventReader.Read(EventFixture.PathOf($"damaged/{name}.tfevents"));
        log.Events.Count.ShouldBe(eventsBefore);
        var problem = log.Problems.ShouldHaveSingleItem();
        problem.Kind.ShouldBe(kind);
        problem.File.ShouldBe($"{name}.tfevents");
        problem.Message.ShouldContain(words);
        if (eventsBefore == 0) problem.Offset.ShouldBe(0);
        else problem.Offset.ShouldBeGreaterThan(log.Events[^1].Offset);
    }

    [Fact]
    public void An_empty_file_holds_nothing() => EventReader.Read(EventFixture.PathOf("damaged/empty.tfevents")).ShouldSatisfyAllConditions(l => l.Events.ShouldBeEmpty(), l => l.Problems.ShouldBeEmpty());

    [Fact]
    public void Whatever_byte_is_flipped_what_lies_before_stays()
    {
        var good = File.ReadAllBytes(Directory.GetFiles(EventFixture.PathOf("scalars")).Single());
        var path = Path.Combine(_folder, "flipped.tfevents");
        File.WriteAllBytes(path, good);
        var whole = EventReader.Read(path).Events;
        for (var at = 0; at < good.Length; at++)
        {
            good[at] ^= 0x40;
            File.WriteAllBytes(path, good);
            good[at] ^= 0x40;
            var log = EventReader.Read(path);
            var before = whole.Count(e => e.Offset <= at) - 1;
            log.Events.Count.ShouldBe(before);
            log.Events.Select(e => e.Offset).ShouldBe(whole.Take(before).Select(e => e.Offset));
            log.Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Kind.ShouldBe(EventProblemKind.Damaged), p => p.Offset.ShouldBe(whole[before].Offset));
        }
    }

    [Fact]
    public void A_length_that_is_too_long_allocates_nothing()
    {
        var header = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(header, ulong.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), MaskedCrc.Of(header.AsSpan(0, 8)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Read(header).Problems.ShouldHaveSingleItem();
        problem.Kind.ShouldBe(EventProblemKind.Damaged);
        problem.Message.ShouldContain("too long");
        BinaryPrimitives.WriteUInt64LittleEndian(header, RecordFrame.MaximumLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), MaskedCrc.Of(header.AsSpan(0, 8)));
        Read(header).Problems.ShouldHaveSingleItem().Kind.ShouldBe(EventProblemKind.Unfinished);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_tensor_that_claims_more_than_it_holds_is_left_out_and_the_rest_read()
    {
        Summary.Types.Value Claim(string tag, params long[] extents)
        {
            var shape = new TensorShapeProto();
            shape.Dim.AddRange(extents.Select(e => new TensorShapeProto.Types.Dim { Size = e }));
            return new() { Tag = tag, Tensor = new() { Dtype = 1, TensorShape = shape, FloatVal = { 1 } } };
        }
        var summary = new Summary { Value = { Claim("huge", int.MaxValue, int.MaxValue, int.MaxValue), Claim("negative", -5), Claim("long", long.MaxValue), Claim("fine", 3), Claim("none", 0) } };
        summary.Value.Add(new Summary.Types.Value { Tag = "strange", Tensor = new() { Dtype = 99, TensorShape = new() } });
        summary.Value.Add(new Summary.Types.Value { Tag = "short", Tensor = new() { Dtype = 2, TensorShape = new() { Dim = { new TensorShapeProto.Types.Dim { Size = 2 } } }, TensorContent = ByteString.CopyFrom(new byte[15]) } });
        summary.Value.Add(new Summary.Types.Value { Tag = "nothing" });
        var log = Read(RecordFrame.Around(new Event { Summary = summary, WallTime = 1 }.ToByteArray()));
        log.Events.ShouldHaveSingleItem().ShouldBeOfType<ValueEvent>().Tensor.Numbers.ShouldBe([1, 1, 1]);
        log.Problems.Count.ShouldBe(7);
        log.Problems.ShouldAllBe(p => p.Kind == EventProblemKind.Unreadable);
        log.Problems[0].Message.ShouldContain("'huge'");
    }

    [Fact]
    public void A_record_that_is_no_event_is_reported_and_the_next_read()
    {
        var log = Read([.. RecordFrame.Around([0xff, 0xff, 0xff]), .. RecordFrame.Around(new Event { FileVersion = "brain.Event:2" }.ToByteArray())]);
        log.Problems.ShouldHaveSingleItem().Kind.ShouldBe(EventProblemKind.Unreadable);
        log.Events.ShouldHaveSingleItem().ShouldBeOfType<VersionEvent>();
    }

    [Theory]
    [InlineData("others")]
    [InlineData("tf1_style")]
    [InlineData("scalars")]
    public void Any_byte_of_a_message_may_be_anything(string run)
    {
        var file = File.ReadAllBytes(Directory.GetFiles(EventFixture.PathOf(run)).Single());
        var random = CounterRandom.Of(7);
        for (var at = 0; at < file.Length;)
        {
            var data = file.AsSpan(at + RecordFrame.HeaderLength, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at))).ToArray();
            at += data.Length + RecordFrame.FrameLength;
            // The checksums fit: only the message is strange.
            for (var i = 0; i < data.Length; i += 1 + data.Length / 200)
            {
                var (kept, draw) = (data[i], random.Bits(at + i));
                data[i] = (byte)(draw % 3 == 0 ? 0xff : draw >> 8);
                var log = Read([.. RecordFrame.Around(data), .. RecordFrame.Around(new Event { FileVersion = "after" }.ToByteArray())]);
                log.Events[^1].ShouldBeOfType<VersionEvent>().FileVersion.ShouldBe("after");
                foreach (var value in log.Events.OfType<ValueEvent>())
                    (value.Scalar, value.ImageSize, value.Buckets?.Count, value.Pictures.Count() + value.Texts.Count()).ShouldNotBe((-1, (-1, -1), -1, -1));
                data[i] = kept;
            }
        }
    }

    [Fact]
    public void Later_values_of_a_series_may_leave_its_description_out()
    {
        static byte[] Value(SummaryMetadata? metadata, float number) => RecordFrame.Around(new Event
        {
            Summary = new() { Value = { new Summary.Types.Value { Tag = "loss", Metadata = metadata, Tensor = Summaries.Singles([], [number]) } } },
        }.ToByteArray());
        var log = Read([.. Value(new() { PluginData = new() { PluginName = "scalars" } }, 1), .. Value(null, 2)]);
        log.Events.Cast<ValueEvent>().Select(e => e.Scalar).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_file_is_followed_while_it_grows_byte_by_byte()
    {
        var whole = File.ReadAllBytes(Directory.GetFiles(EventFixture.PathOf("scalars")).Single());
        var expected = EventReader.Read(EventFixture.PathOf("scalars")).Events;
        var path = Path.Combine(_folder, "growing.tfevents");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using var reader = new EventReader(path);
        var offsets = new List<long>();
        foreach (var value in whole)
        {
            file.WriteByte(value);
            file.Flush();
            offsets.AddRange(reader.ReadNew().Select(e => e.Offset));
            var isWhole = reader.Position == file.Length;
            if (isWhole) reader.Problems.ShouldBeEmpty();
            else reader.Problems.ShouldHaveSingleItem().Kind.ShouldBe(EventProblemKind.Unfinished);
        }
        offsets.ShouldBe(expected.Select(e => e.Offset));
        reader.ReadNew().ShouldBeEmpty();
        reader.ReadAt(offsets[3]).ShouldHaveSingleItem().Step.ShouldBe(expected[3].Step);
    }

    [Fact]
    public void A_path_that_is_not_there_is_named() =>
        Should.Throw<IOException>(() => EventReader.Read(Path.Combine(_folder, "missing"))).Message.ShouldContain("missing");

    private EventLog Read(byte[] content)
    {
        var path = Path.Combine(_folder, "test.tfevents");
        File.WriteAllBytes(path, content);
        return EventReader.Read(path);
    }
}
