using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Tests.Hdf5;

public class UnsupportedTests
{
    [Theory]
    [InlineData("lzf", "lzf")]
    [InlineData("szip", "szip")]
    [InlineData("scaleoffset", "scaleoffset")]
    [InlineData("zstd", "zstd")]
    [InlineData("blosc", "blosc")]
    [InlineData("unknown", "60123")]
    [InlineData("external_storage", "external")]
    [InlineData("virtual", "virtual")]
    public void What_cannot_be_read_is_named_when_it_is_read(string name, string reason)
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("unsupported_filters.h5"));
        var data = file.Root[name].ShouldBeOfType<Hdf5Dataset>();
        data.Shape.ShouldNotBeEmpty();
        Should.Throw<Hdf5Exception>(() => data.ReadSingles()).Message.ShouldContain(reason);
    }

    [Fact]
    public void Its_neighbours_are_read()
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf("unsupported_filters.h5"));
        using var other = Hdf5File.Open(FixtureCase.PathOf("basic_v0.h5"));
        var fine = file.Root["fine"].ShouldBeOfType<Hdf5Dataset>();
        fine.Shape.ShouldBe([7, 5, 3]);
        fine.ReadSingles().ShouldBe(((Hdf5Dataset)other.Root["a"]).ReadSingles());
    }
}
