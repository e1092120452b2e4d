using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Images(byte count, params byte[] pixels) => [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3, .. pixels];

    private static byte[] Labels(params byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_and_classes_are_samples(bool gzip)
    {
        byte[] images = Images(2, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255), labels = Labels(1, 0);
        var dataset = Idx.Load(_folder.Write("images", gzip ? SampleReading.GZip(images) : images), _folder.Write("labels", gzip ? SampleReading.GZip(labels) : labels), classNames: ["zero", "one"]);
        dataset.Count.ShouldBe(2);
        dataset.InputShape.Span.ToArray().ShouldBe([2, 3, 1]);
        dataset.TargetShape.Rank.ShouldBe(0);
        dataset.Input(1).ShouldBe([250 / 255f, 251 / 255f, 252 / 255f, 253 / 255f, 254 / 255f, 1]);
        dataset.Target(0).ShouldBe([1]);
        dataset.ClassNames.ShouldBe(["zero", "one"]);
        dataset.InputRange.ShouldBe(new InputRange(0, 1));
    }

    // The division in float32 is what x.astype("float32") / 255 gives.
    [Fact]
    public void Every_level_is_scaled_like_a_division()
    {
        byte[] levels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var dataset = Idx.Load(_folder.Write("images", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, 16, .. levels]), _folder.Write("labels", Labels(3)));
        dataset.Input(0).ShouldBe(levels.Select(level => level / 255f));
    }

    [Fact]
    public void All_element_types_are_read()
    {
        IdxFile.Load(_folder.Write("9", 0, 0, 9, 1, 0, 0, 0, 2, 255, 1)).ToSingles().ShouldBe([-1, 1]);
        IdxFile.Load(_folder.Write("b", 0, 0, 0x0B, 1, 0, 0, 0, 2, 255, 254, 1, 2)).ToSingles().ShouldBe([-2, 258]);
        IdxFile.Load(_folder.Write("c", 0, 0, 0x0C, 1, 0, 0, 0, 1, 0, 1, 0, 2)).ToSingles().ShouldBe([65538]);
        IdxFile.Load(_folder.Write("d", 0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0)).ToSingles().ShouldBe([1.5f]);
        IdxFile.Load(_folder.Write("e", 0, 0, 0x0E, 1, 0, 0, 0, 1, 0xC0, 0x04, 0, 0, 0, 0, 0, 0)).ToSingles().ShouldBe([-2.5f]);
        IdxFile.Load(_folder.Write("2", 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 7, 8)).Shape.ShouldBe([2, 1]);
    }

    [Theory]
    [InlineData("00000803FFFFFFFF", "damaged or not complete")]
    [InlineData("00000803FFFFFFFF0000001C0000001C", "at most")]
    [InlineData("00000E017FFFFFFF", "at most")]
    [InlineData("000008017FFFFF00AABB", "ends after 2 of them")]
    [InlineData("0000080100000001AABB", "found more")]
    [InlineData("0000070100000001AA", "found 07")]
    [InlineData("0000080000000001AA", "1 to 8 axes")]
    [InlineData("00000809", "1 to 8 axes")]
    [InlineData("89504E47", "found 89504E47")]
    [InlineData("", "IDX file")]
    [InlineData("1F8B0800", "")]
    public void Damaged_files_are_refused(string content, string says)
    {
        var path = _folder.Write("damaged", Convert.FromHexString(content));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Should.Throw<DatasetException>(() => IdxFile.Load(path));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
        error.Message.ShouldStartWith(path);
        error.Message.ShouldContain(says);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        var plain = Images(1, 1, 2, 3, 4, 5, 6);
        for (var length = 0; length < plain.Length; length++) Should.Throw<DatasetException>(() => IdxFile.Load(_folder.Write("cut", plain[..length])));
        // The last bytes of a gzip file, a checksum and a mark of the end, hold nothing of the content: a cut there leaves the whole of it.
        var gzip = SampleReading.GZip(plain);
        for (var length = 0; length < gzip.Length - 10; length++) Should.Throw<DatasetException>(() => IdxFile.Load(_folder.Write("cut", gzip[..length])));
    }

    [Fact]
    public void Pairs_that_do_not_belong_together_are_refused()
    {
        string images = _folder.Write("images", Images(1, 1, 2, 3, 4, 5, 6)), two = _folder.Write("two", Labels(1, 2)), one = _folder.Write("one", Labels(2));
        Should.Throw<DatasetException>(() => Idx.Load(images, two)).Message.ShouldContain("each of the 1 pictures");
        Should.Throw<DatasetException>(() => Idx.Load(one, images)).Message.ShouldContain("swapped");
        Should.Throw<DatasetException>(() => Idx.Load(images, one, classNames: ["a", "b"])).Message.ShouldContain("classes 0 to 1; found 2 at byte 8");
        Should.Throw<DatasetException>(() => Idx.Load(_folder.File("absent"), one)).Message.ShouldContain("nothing of that name");
        Should.Throw<DatasetException>(() => Idx.Load(_folder.Path, one)).Message.ShouldContain("a folder");
    }
}
