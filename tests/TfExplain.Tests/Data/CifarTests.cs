using System.Formats.Tar;
using System.Text;
using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private static readonly string[] Parts10 = ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The planes of a picture: red i + seed, green 2 i + seed, blue 3 i + seed.
    private static byte[] Picture(int seed) => [.. Enumerable.Range(0, 3072).Select(i => (byte)(i % 1024 * (i / 1024 + 1) + seed))];

    private static byte[] Binary(params byte[][] records) => [.. records.SelectMany((label, i) => (byte[])[.. label, .. Picture(i)])];

    private string Archive(params (string Name, byte[] Content)[] files) => Archive(TarEntryFormat.Ustar, files);

    private string Archive(TarEntryFormat format, (string Name, byte[] Content)[] files)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, format, leaveOpen: true))
        {
            tar.WriteEntry(Entry(TarEntryType.Directory, "cifar/"));
            foreach (var (name, bytes) in files)
            {
                var entry = Entry(format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, "cifar/" + name);
                entry.DataStream = new MemoryStream(bytes);
                tar.WriteEntry(entry);
            }
        }
        return _folder.Write("cifar.tar.gz", SampleReading.GZip(content.ToArray()));

        TarEntry Entry(TarEntryType type, string name) => format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name, [KeyValuePair.Create("comment", "extended attributes")]),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new UstarTarEntry(type, name),
        };
    }

    private static void CheckPictures(Dataset samples, int count)
    {
        samples.Count.ShouldBe(count);
        samples.InputShape.Span.ToArray().ShouldBe([32, 32, 3]);
        var input = samples.Input(1);
        // The last pixel is 1024, 2047 and 3070 modulo 256.
        input[..6].ShouldBe([1 / 255f, 1 / 255f, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f]);
        input[^3..].ShouldBe([0, 1, 254 / 255f]);
    }

    [Theory]
    [InlineData(true, TarEntryFormat.Ustar)]
    [InlineData(false, TarEntryFormat.Ustar)]
    [InlineData(false, TarEntryFormat.V7)]
    [InlineData(true, TarEntryFormat.Gnu)]
    [InlineData(true, TarEntryFormat.Pax)]
    public void Ten_classes_are_read_in_both_forms(bool binary, TarEntryFormat format)
    {
        var (train, test) = Cifar.Load10(Archive(format, [.. Parts10.Select((part, i) => binary
            ? (part + ".bin", Binary([(byte)i], [9]))
            : (part, CifarPickle.Batch([Picture(0), Picture(1)], ("labels", [i, 9])))), ("readme.html", [1, 2])]));
        CheckPictures(train, 10);
        CheckPictures(test, 2);
        Enumerable.Range(0, 10).Select(i => train.Target(i)[0]).ShouldBe([0, 9, 1, 9, 2, 9, 3, 9, 4, 9]);
        test.Target(0).ShouldBe([5]);
        train.ClassNames![9].ShouldBe("truck");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_hundred_classes_are_read_in_both_forms(bool binary, bool coarse)
    {
        string[] fine = [.. Enumerable.Range(0, 100).Select(i => $"fine{i}")], groups = [.. Enumerable.Range(0, 20).Select(i => $"group{i}")];
        var path = binary
            ? Archive(("train.bin", Binary([19, 98], [3, 99])), ("test.bin", Binary([4, 5])), ("fine_label_names.txt", Encoding.UTF8.GetBytes(string.Join('\n', fine) + "\n")), ("coarse_label_names.txt", Encoding.UTF8.GetBytes(string.Join('\n', groups) + "\n\n")))
            : Archive(("train", CifarPickle.Batch([Picture(0), Picture(1)], ("fine_labels", [98, 99]), ("coarse_labels", [19, 3]))), ("test", CifarPickle.Batch([Picture(0)], ("fine_labels", [5]), ("coarse_labels", [4]))), ("meta", CifarPickle.Names(("fine_label_names", fine), ("coarse_label_names", groups))));
        var (train, test) = Cifar.Load100(path, coarse);
        CheckPictures(train, 2);
        train.Target(0).ShouldBe([coarse ? 19 : 98]);
        train.Target(1).ShouldBe([coarse ? 3 : 99]);
        test.Target(0).ShouldBe([coarse ? 4 : 5]);
        train.ClassNames.ShouldBe(coarse ? groups : fine);
    }

    [Fact]
    public void A_folder_of_the_files_will_do()
    {
        foreach (var part in Parts10) _folder.Write(part + ".bin", Binary([1], [2]));
        var (train, test) = Cifar.Load10(_folder.Path);
        CheckPictures(train, 10);
        CheckPictures(test, 2);
    }

    [Fact]
    public void Wrong_archives_are_refused()
    {
        Should.Throw<DatasetException>(() => Cifar.Load10(Archive(("train.bin", [])))).Message.ShouldContain("expected 'data_batch_1.bin' or 'data_batch_1'");
        Should.Throw<DatasetException>(() => Cifar.Load10(Archive([.. Parts10.Select(p => (p + ".bin", Binary([10])))]))).Message.ShouldContain("classes 0 to 9; found 10 at sample 0");
        Should.Throw<DatasetException>(() => Cifar.Load10(Archive([.. Parts10.Select(p => (p + ".bin", new byte[3074]))]))).Message.ShouldContain("incomplete record at byte 3073");
        Should.Throw<DatasetException>(() => Cifar.Load10(_folder.Write("no.tar.gz", SampleReading.GZip([.. Enumerable.Repeat((byte)'x', 2000)]))));
        Should.Throw<DatasetException>(() => Cifar.Load100(Archive(("train.bin", Binary([1, 1])), ("test.bin", Binary([1, 1]))))).Message.ShouldContain("names of 100 classes");
    }

    // Headers of a tar archive that declare far more than there is: a file, a long name, and extended attributes.
    [Theory]
    [InlineData('0', "17777777777")]
    [InlineData('0', "00077777777")]
    [InlineData('L', "17777777777")]
    [InlineData('L', "17777777000")]
    [InlineData('x', "17777777000")]
    [InlineData('g', "17777777000")]
    [InlineData('x', "00777777777")]
    public void Declared_sizes_are_not_trusted(char type, string size)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes("cifar/test_batch.bin").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\00000000\00000000\0").CopyTo(header, 100);
        Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
        Encoding.ASCII.GetBytes("00000000000\0        ").CopyTo(header, 136);
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        var path = _folder.Write("hostile.tar.gz", SampleReading.GZip([.. header, .. new byte[700]]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<DatasetException>(() => Cifar.Load10(path)).Message.ShouldStartWith(path);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void Every_cut_of_an_archive_is_refused()
    {
        var path = Archive([.. Parts10.Select(p => (p, CifarPickle.Batch([Picture(0)], ("labels", [1]))))]);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length - 600; length += 97)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<DatasetException>(() => Cifar.Load10(path));
        }
    }
}
