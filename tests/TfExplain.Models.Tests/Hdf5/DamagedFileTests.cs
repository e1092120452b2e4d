using System.Text.Json;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Tests.Hdf5;

/// <summary>Damaged and hostile files end in an error that names the file, or are read; nothing else may happen.</summary>
public class DamagedFileTests
{
    public static TheoryData<string> Errors => FixtureCase.Files("error");

    public static TheoryData<string> Finishing => FixtureCase.Files("no_hang");

    public static TheoryData<string> MutatedFiles => [.. Mutations().Select(m => m.Base).Distinct()];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Damage_is_reported(string name)
    {
        var path = FixtureCase.PathOf(name);
        var error = Should.Throw<Hdf5Exception>(() =>
        {
            using var file = Hdf5File.Open(path);
            TreeWalk.ReadEverything(file);
        });
        error.Message.ShouldStartWith(path);
        error.FileName.ShouldBe(path);
    }

    [Theory]
    [MemberData(nameof(Finishing))]
    public void Odd_files_are_read_or_refused(string name) => ReadOrRefuse(File.ReadAllBytes(FixtureCase.PathOf(name)), name);

    [Theory]
    [InlineData("bad/bomb_gzip_chunk.h5", "more than the 1024 bytes")]
    [InlineData("bad/gzip_chunk_too_short.h5", "decode to 100")]
    public void A_chunk_of_the_wrong_size_is_refused(string name, string message)
    {
        using var file = Hdf5File.Open(FixtureCase.PathOf(name));
        Should.Throw<Hdf5Exception>(() => TreeWalk.ReadEverything(file)).Message.ShouldContain(message);
    }

    // The inflater has two kinds of errors: for broken data, and for a preset dictionary that nobody knows.
    [Theory]
    [InlineData("789CFFFFFFFFFFFFFFFF")]
    [InlineData("78BB00000001030000000001")]
    public void Gzip_errors_of_every_kind_are_reported(string packed)
    {
        using var space = new FileSpace(new MemoryByteSource(File.ReadAllBytes(FixtureCase.PathOf("basic_v0.h5"))), "gzip");
        Should.Throw<Hdf5Exception>(() => Deflate.Decode(space, Convert.FromHexString(packed), 100, 100, 7)).Offset.ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(MutatedFiles))]
    public void Mutations_are_read_or_refused(string name)
    {
        var good = File.ReadAllBytes(FixtureCase.PathOf(name));
        var refused = 0;
        foreach (var mutation in Mutations().Where(m => m.Base == name))
        {
            var bytes = mutation.Length is { } length ? good[..length] : (byte[])good.Clone();
            foreach (var (at, value) in mutation.Writes)
                bytes[at] = value;
            refused += ReadOrRefuse(bytes, name) ? 0 : 1;
        }
        refused.ShouldBeGreaterThan(9, "every cut file must be refused");
    }

    private static bool ReadOrRefuse(byte[] bytes, string name)
    {
        try
        {
            using var file = Hdf5File.Open(bytes, name);
            TreeWalk.ReadEverything(file);
            return true;
        }
        catch (Hdf5Exception error)
        {
            error.Message.ShouldStartWith(name);
            return false;
        }
    }

    private sealed record Mutation(string Base, List<(int At, byte Value)> Writes, int? Length);

    private static List<Mutation> Mutations()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(FixtureCase.PathOf("mutations.json")));
        return [.. json.RootElement.GetProperty("mutations").EnumerateArray().Select(m => new Mutation(
            m.GetProperty("base").GetString()!,
            m.TryGetProperty("set", out var writes) ? [.. writes.EnumerateArray().Select(w => (w[0].GetInt32(), w[1].GetByte()))] : [],
            m.TryGetProperty("truncate", out var length) ? length.GetInt32() : null))];
    }
}
