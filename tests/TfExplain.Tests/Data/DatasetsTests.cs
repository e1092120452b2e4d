using System.Security.Cryptography;
using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class DatasetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void WriteDigits(bool gzip)
    {
        foreach (var (part, count) in (ReadOnlySpan<(string, byte)>)[("train", 2), ("t10k", 1)])
        {
            Write($"{part}-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28, .. Enumerable.Repeat(count, count * 784)]);
            Write($"{part}-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, count, .. Enumerable.Repeat((byte)9, count)]);
        }

        void Write(string name, byte[] content) => _folder.Write(gzip ? name + ".gz" : name, gzip ? SampleReading.GZip(content) : content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_that_are_there_are_used(bool gzip)
    {
        WriteDigits(gzip);
        var (train, test) = await Datasets.MnistAsync(_folder.Path);
        (train.Count, test.Count).ShouldBe((2, 1));
        train.InputShape.Span.ToArray().ShouldBe([28, 28, 1]);
        train.Input(0)[783].ShouldBe(2 / 255f);
        train.ClassNames!.Count.ShouldBe(10);
        (await Datasets.FashionMnistAsync(_folder.Path)).Train.ClassNames![9].ShouldBe("Ankle boot");
    }

    [Fact]
    public async Task Unpacked_archives_will_do()
    {
        byte[] record = [3, .. new byte[3072]], fine = [1, 7, .. new byte[3072]];
        foreach (var part in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"]) File.WriteAllBytes(_folder.File("cifar-10-batches-bin", part + ".bin"), record);
        (await Datasets.Cifar10Async(_folder.Path)).Train.Count.ShouldBe(5);
        File.WriteAllBytes(_folder.File("cifar-100-binary", "train.bin"), fine);
        File.WriteAllBytes(_folder.File("cifar-100-binary", "test.bin"), fine);
        File.WriteAllLines(_folder.File("cifar-100-binary", "fine_label_names.txt"), Enumerable.Range(0, 100).Select(i => $"fine {i}"));
        (await Datasets.Cifar100Async(folder: _folder.Path)).Test.Target(0).ShouldBe([7]);
    }

    // The second address has the file; what is there already is not asked for.
    [Fact]
    public async Task Missing_files_are_downloaded()
    {
        byte[] content = [1, 2, 3];
        using var without = new LoopbackServer((_, _) => LoopbackServer.Answer("404 Not Found", []));
        using var with = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", content));
        var sum = Checksum.Sha256(Convert.ToHexString(SHA256.HashData(content)));
        NamedSet set = new("some-set", [Base(without), Base(with)], [new("here.gz", 9, sum), new("absent.gz", 3, sum)], null);
        _folder.Write("here.gz", 9);
        var paths = await set.ObtainAsync(new(), _folder.Path, null, default);
        paths.ShouldBe([_folder.File("here.gz"), _folder.File("absent.gz")]);
        File.ReadAllBytes(paths[1]).ShouldBe(content);
        without.Requests.ShouldHaveSingleItem().ShouldStartWith("GET /absent.gz ");
        with.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_network_the_message_says_what_to_put_where()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("404 Not Found", []));
        NamedSet set = new("some-set", [Base(server)], [new("a.gz", 3, Checksum.Md5("00"))], null);
        var error = await Should.ThrowAsync<DatasetException>(() => set.ObtainAsync(new(), _folder.Path, null, default));
        error.Message.ShouldContain($"needs the file {_folder.File("a.gz")}");
        error.Message.ShouldContain($"Get it from {Base(server)}a.gz");
        error.Message.ShouldContain("404");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [PublishedSetFact("fashion-mnist")]
    public async Task Fashion_has_its_published_contents()
    {
        var (train, test) = await Datasets.FashionMnistAsync(PublishedSetFactAttribute.Folder("fashion-mnist"));
        (train.Count, test.Count).ShouldBe((60000, 10000));
        // The paper's classes are balanced.
        int[] training = Images.Classes(train), testing = Images.Classes(test);
        Enumerable.Range(0, 10).ShouldAllBe(c => training.Count(x => x == c) == 6000 && testing.Count(x => x == c) == 1000);
        train.ClassNames![training[0]].ShouldBe("Ankle boot");
    }

    [PublishedSetFact("mnist-10k")]
    public async Task A_reduced_set_is_used_as_it_is()
    {
        var (train, test) = await Datasets.MnistAsync(PublishedSetFactAttribute.Folder("mnist-10k"));
        train.Count.ShouldBeGreaterThan(test.Count);
        Images.Classes(train).Distinct().Order().ShouldBe(Enumerable.Range(0, 10));
    }

    private static string Base(LoopbackServer server) => new Uri(server.Address, ".").ToString();
}
