using System.Text;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Imaging.Tests.Arrays;

public class NpyTests
{
    public static TheoryData<string> Archives =>
        [.. Directory.GetFiles(Fixtures.Path(), "*.npz", SearchOption.AllDirectories).Where(static f => new FileInfo(f).Length < 600_000).Select(static f => Path.GetRelativePath(Fixtures.Path(), f))];

    [Theory, MemberData(nameof(Archives))]
    public void Every_array_of_the_fixtures_survives_a_round_trip(string file)
    {
        using var archive = NpzArchive.Open(Fixtures.Path(file));
        archive.Names.ShouldNotBeEmpty();
        foreach (var name in archive.Names)
        {
            var array = archive[name];
            var again = NpyArray.Load(array.ToBytes(), name);
            again.Shape.ShouldBe(array.Shape);
            again.ElementType.ShouldBe(array.ElementType);
            again.Data.ShouldBe(array.Data);
        }
    }

    [Fact]
    public void Values_of_a_known_archive()
    {
        using var archive = NpzArchive.Open(Fixtures.Path("imaging", "resize_pillow.npz"));
        archive["in.ramp"].Shape.ShouldBe([4, 4]);
        archive["in.ramp"].ToSingles().ShouldBe([.. Enumerable.Range(0, 16).Select(static i => (float)i)]);
        archive["in.photo"].ElementType.ShouldBe(typeof(byte));
        Should.Throw<KeyNotFoundException>(() => archive["nothing"]).Message.ShouldContain("in.ramp");
    }

    [Fact]
    public void Every_element_type_survives_a_round_trip_through_an_archive()
    {
        Array[] samples =
        [
            new[] { true, false }, new sbyte[] { -128, 127 }, new byte[] { 0, 255 }, new short[] { -5, 5 }, new ushort[] { 1, 65535 },
            new[] { int.MinValue, 1 }, new[] { uint.MaxValue, 1u }, new[] { long.MinValue, 1L }, new[] { ulong.MaxValue, 1UL },
            new[] { (Half)0.5, Half.NaN }, new[] { 1.5f, float.NegativeInfinity }, new[] { Math.PI, double.Epsilon }, new[] { "", "żółw 🐢" },
        ];
        var path = Path.GetTempFileName();
        try
        {
            NpzArchive.Save(path, samples.Select(static (data, i) => KeyValuePair.Create($"a{i}", new NpyArray(data, 2, 1))));
            using var archive = NpzArchive.Open(path);
            archive.Names.Count.ShouldBe(samples.Length);
            for (var i = 0; i < samples.Length; i++)
            {
                var array = archive[$"a{i}"];
                array.Shape.ShouldBe([2, 1]);
                array.Data.GetType().ShouldBe(samples[i].GetType());
                array.Data.ShouldBe(samples[i]);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Data_is_aligned_to_64_bytes()
    {
        for (var n = 1; n < 80; n++)
            ((new NpyArray(new byte[n], n).ToBytes().Length - n) % 64).ShouldBe(0);
    }

    [Fact]
    public void Big_endian_and_Fortran_order_are_undone()
    {
        var file = Npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }", [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 255, 255]);
        var array = NpyArray.Load(file, "a");
        array.Shape.ShouldBe([2, 3]);
        array.ToInt64s().ShouldBe([1, 2, 3, 4, 5, -1]);
        NpyArray.Load(Npy("{'descr': '>f4', 'fortran_order': False, 'shape': (), }", [0x3F, 0x80, 0, 0]), "a").ToSingles().ShouldBe([1f]);
        NpyArray.Load(Npy("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 2), }", [1, 2, 3, 252]), "a").ToInt64s().ShouldBe([1, 3, 2, -4]);
        NpyArray.Load(Npy("{'descr': '|S3', 'fortran_order': False, 'shape': (2,), }", "abcd\0\0"u8.ToArray()), "a").ToStrings().ShouldBe(["abc", "d"]);
        NpyArray.Load(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 5), }", [], version: 2), "a").Shape.ShouldBe([0, 5]);
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "'|O'")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "'<c8'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "element type")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "truncated")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 9), }", "truncated")]
    [InlineData("{'descr': '|S0', 'fortran_order': False, 'shape': (2147483647,), }", "truncated")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "sizes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 3, }", "tuple")]
    [InlineData("{'descr': '<f4', 'shape': (3,), }", "fortran_order")]
    [InlineData("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (3,), }", "fortran_order")]
    [InlineData("", "descr")]
    public void Headers_that_cannot_be_read_are_refused(string header, string reason) =>
        Should.Throw<NpyFormatException>(() => NpyArray.Load(Npy(header, new byte[8]), "some.npy")).Message.ShouldContain(reason);

    [Fact]
    public void Files_that_are_something_else_are_refused()
    {
        Should.Throw<NpyFormatException>(() => NpyArray.Load(new byte[] { 1, 2, 3 }, "some.npy")).Message.ShouldContain("some.npy");
        Should.Throw<NpyFormatException>(() => NpyArray.Load(Array.Empty<byte>(), "some.npy"));
        Should.Throw<NpyFormatException>(() => NpzArchive.Open("not a zip file at all"u8.ToArray(), "some.npz")).Message.ShouldContain("some.npz");
        Should.Throw<NpyFormatException>(() => NpzArchive.Open(Fixtures.Path("pngsuite", "basn0g01.png")));
    }

    [Fact]
    public void Conversions_refuse_what_does_not_fit()
    {
        Should.Throw<OverflowException>(() => new NpyArray(new[] { 1e30 }, 1).ToInt64s());
        Should.Throw<InvalidOperationException>(() => new NpyArray(new[] { "a" }, 1).ToSingles());
        Should.Throw<ArgumentException>(() => new NpyArray(new[] { 'a' }, 1));
        Should.Throw<ArgumentException>(() => new NpyArray(new float[3], 2));
        new NpyArray(new[] { true, false }, 2).ToSingles().ShouldBe([1f, 0f]);
        new NpyArray(new[] { 2.9, -2.9 }, 2).ToInt32s().ShouldBe([2, -2]);
    }

    private static byte[] Npy(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
