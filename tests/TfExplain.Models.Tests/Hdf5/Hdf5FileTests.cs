using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Tests.Hdf5;

public class Hdf5FileTests
{
    [Fact]
    public void Path_stream_and_memory_give_the_same_data()
    {
        var path = FixtureCase.PathOf("layouts_v0.h5");
        var bytes = File.ReadAllBytes(path);
        using var stream = new MemoryStream(bytes);
        using var fromPath = Hdf5File.Open(path);
        using var fromStream = Hdf5File.Open(stream, "stream");
        using var fromMemory = Hdf5File.Open(bytes, "memory");
        var expected = ((Hdf5Dataset)fromPath.Root["shuffle_gzip"]).ReadSingles();
        expected.Length.ShouldBe(105);
        ((Hdf5Dataset)fromStream.Root["shuffle_gzip"]).ReadSingles().ShouldBe(expected);
        ((Hdf5Dataset)fromMemory.Root["shuffle_gzip"]).ReadSingles().ShouldBe(expected);
    }

    [Fact]
    public void Threads_share_one_file()
    {
        using var stream = new MemoryStream(File.ReadAllBytes(FixtureCase.PathOf("strings_v0.h5")));
        using var file = Hdf5File.Open(stream, "stream");
        var expected = file.Root.GetDataset("vlen_chunked").ReadStrings();
        expected[39].ShouldBe("s39s39s39s39");
        Parallel.For(0, 64, _ => file.Root.GetDataset("vlen_chunked").ReadStrings().ShouldBe(expected));
    }

    [Fact]
    public void Groups_nest_three_thousand_deep()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("depth_3000.h5"));
        var deepest = file.Root[string.Concat(Enumerable.Repeat("d/", 3000)) + "x"].ShouldBeOfType<Hdf5Dataset>();
        deepest.ReadInt64s().ShouldBe([3]);
        TreeWalk.Objects(file).Count().ShouldBe(3002);
    }

    [Fact]
    public void Reading_into_a_span_fills_it_and_checks_its_length()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("spaces_v0.h5"));
        var data = (Hdf5Dataset)file.Root["fill_3_5"];
        var destination = new float[12];
        data.ReadInto(destination);
        destination.ShouldAllBe(v => v == 3.5f);
        Should.Throw<ArgumentException>(() => data.ReadInto(new float[11])).Message.ShouldContain("12");
    }

    [Fact]
    public void A_missing_member_is_reported_with_those_that_exist()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("basic_v0.h5"));
        file.Root.TryGet("group/nothing", out _).ShouldBeFalse();
        file.Root.TryGet("a/below_a_dataset", out _).ShouldBeFalse();
        var error = Should.Throw<Hdf5Exception>(() => file.Root["nothing"]);
        error.Message.ShouldContain("nothing");
        error.Message.ShouldContain("a, group");
    }

    [Fact]
    public void A_member_of_the_wrong_kind_is_reported()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("basic_v0.h5"));
        file.Root.GetDataset("group/sub/b").ReadInt64s().ShouldBe(Enumerable.Range(0, 12).Select(i => (long)i));
        file.Root.GetGroup("/group/sub").Names.ShouldBe(["b", "c"]);
        Should.Throw<Hdf5Exception>(() => file.Root.GetDataset("group")).Message.ShouldContain("expected /group to be a data set, found a group");
        Should.Throw<Hdf5Exception>(() => file.Root.GetGroup("a")).Message.ShouldContain("expected /a to be a group, found a data set");
    }

    [Fact]
    public void Numbers_are_not_read_as_strings_nor_fractions_as_integers()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("basic_v0.h5"));
        var data = (Hdf5Dataset)file.Root["a"];
        Should.Throw<Hdf5Exception>(() => data.ReadStrings()).Message.ShouldContain("<f4");
        Should.Throw<Hdf5Exception>(() => data.ReadInt64s()).Message.ShouldContain("integers");
        Should.Throw<Hdf5Exception>(() => file.Root.Attributes["title"].ReadSingles()).Message.ShouldContain("string");
    }

    [Fact]
    public void Unsigned_integers_beyond_int64_are_refused_not_wrapped()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("numbers_v0.h5"));
        var data = (Hdf5Dataset)file.Root["limits_u8"];
        Should.Throw<Hdf5Exception>(() => data.ReadInt64s()).Message.ShouldContain("do not fit");
        data.ReadDoubles().ShouldBe([ulong.MaxValue, 0, 1]);
    }
}
