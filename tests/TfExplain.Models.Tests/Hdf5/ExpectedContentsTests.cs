using System.Runtime.InteropServices;
using System.Text.Json;
using TfExplain.Imaging.Arrays;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Tests.Hdf5;

/// <summary>Compares every object of the good files with what h5py read from them, exactly.</summary>
public class ExpectedContentsTests
{
    private Dictionary<string, Array> arrays = [];

    public static TheoryData<string> Files => FixtureCase.Files("match");

    [Theory]
    [MemberData(nameof(Files))]
    public void Contents_equal_those_h5py_reads(string name)
    {
        var path = FixtureCase.PathOf(name);
        var npz = Path.ChangeExtension(path, ".npz");
        arrays = File.Exists(npz) ? ReadArrays(npz) : [];
        using var contents = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(path, ".json")));
        using var file = Hdf5File.Open(path);
        file.Superblock.Version.ShouldBe(contents.RootElement.GetProperty("superblock").GetInt32());
        file.Superblock.Position.ShouldBe(contents.RootElement.GetProperty("userblock").GetInt64());
        var expected = contents.RootElement.GetProperty("objects");
        foreach (var item in expected.EnumerateObject())
            CheckObject(file, item.Name, item.Value);
        CheckNames(file, expected);
    }

    private void CheckObject(Hdf5File file, string path, JsonElement expected)
    {
        var kind = expected.GetProperty("kind").GetString()!;
        if (kind == "soft_link")
        {
            CheckSoftLink(file, path, expected);
            return;
        }
        if (kind == "external_link")
        {
            var error = Should.Throw<Hdf5Exception>(() => file.Root.TryGet(path, out _));
            error.Message.ShouldContain(expected.GetProperty("file").GetString()!);
            error.Message.ShouldContain(expected.GetProperty("target").GetString()!);
            return;
        }
        var found = file.Root[path];
        found.Path.ShouldBe(path);
        switch (found)
        {
            case Hdf5Group group:
                kind.ShouldStartWith("group");
                group.Names.Count.ShouldBe(expected.GetProperty("members").GetInt32(), path);
                break;
            case Hdf5NamedType type:
                kind.ShouldBe("named_type");
                type.Type.ShouldBe(expected.GetProperty("type").GetString());
                return;
            case Hdf5Dataset data:
                kind.ShouldBe("dataset");
                CheckElements(path, data.Elements, expected);
                if (expected.TryGetProperty("bfloat16", out var key))
                    ShouldBeSame(data.ReadSingles(), (float[])arrays[key.GetString()!], path);
                break;
        }
        var attributes = expected.GetProperty("attrs");
        found.Attributes.Keys.ShouldBe(attributes.EnumerateObject().Select(a => a.Name), path);
        foreach (var attribute in attributes.EnumerateObject())
            CheckElements($"{path}@{attribute.Name}", found.Attributes[attribute.Name].Elements, attribute.Value);
    }

    private static void CheckSoftLink(Hdf5File file, string path, JsonElement expected)
    {
        if (path.Contains("cycle", StringComparison.Ordinal))
        {
            Should.Throw<Hdf5Exception>(() => file.Root.TryGet(path, out _)).Message.ShouldContain("cycle");
            return;
        }
        file.Root.TryGet(path, out var found).ShouldBe(expected.GetProperty("resolves").GetBoolean(), path);
        var target = expected.GetProperty("target").GetString()!;
        if (found is not null && target.StartsWith('/'))
            found.Offset.ShouldBe(file.Root[target].Offset);
    }

    // The expected objects come in the order in which h5py lists each group.
    private static void CheckNames(Hdf5File file, JsonElement expected)
    {
        foreach (var members in expected.EnumerateObject().Where(o => o.Name != "/").GroupBy(o => Parent(o.Name)))
            if (file.Root[members.Key] is Hdf5Group group)
                group.Names.ShouldBe(members.Select(m => m.Name[(m.Name.LastIndexOf('/') + 1)..]), members.Key);
        static string Parent(string path) => path.LastIndexOf('/') is > 0 and var at ? path[..at] : "/";
    }

    private void CheckElements(string path, Elements found, JsonElement expected)
    {
        var type = expected.GetProperty("type").GetString()!;
        // h5py shows the two-byte float with eight exponent bits as the float32 it converts it to.
        found.Type.ToString().ShouldBe(path == "/custom_bf16" ? "bfloat16" : type, path);
        var shape = expected.GetProperty("shape");
        found.Shape.IsNull.ShouldBe(shape.ValueKind == JsonValueKind.Null, path);
        if (found.Shape.IsNull)
        {
            found.ReadBytes().ShouldBeEmpty();
            return;
        }
        found.Shape.Dimensions.ShouldBe(shape.EnumerateArray().Select(d => d.GetInt64()), path);
        if (!HasValue(expected))
            return;
        if (type.StartsWith("vlen", StringComparison.Ordinal))
            Should.Throw<Hdf5Exception>(found.ReadNumbers<float>).Message.ShouldContain("vlen");
        else if (expected.TryGetProperty("fields", out var fields))
            CheckFields(path, found.Type, found.ReadBytes(), fields);
        else if (expected.TryGetProperty("values", out var values) && found.Type is StringType)
            found.ReadStrings().ShouldBe(values.EnumerateArray().Select(v => v.GetString()!), path);
        else if (expected.TryGetProperty("values", out values))
            MemoryMarshal.Cast<byte, ulong>(found.ReadBytes()).ToArray().ShouldBe(values.EnumerateArray().Select(v => ulong.Parse(v.GetString()!)), path);
        else
            CheckArray(path, found, expected.GetProperty("array").GetString()!);
    }

    private static bool HasValue(JsonElement expected) =>
        expected.TryGetProperty("array", out _) || expected.TryGetProperty("values", out _) || expected.TryGetProperty("fields", out _);

    private void CheckArray(string path, Elements found, string key)
    {
        switch (arrays[key])
        {
            case float[] singles: ShouldBeSame(found.ReadNumbers<float>(), singles, path); break;
            case double[] doubles: ShouldBeSame(found.ReadNumbers<double>(), doubles, path); break;
            case byte[] bytes when found.Type is OpaqueType: ShouldBeSame(found.ReadBytes(), bytes, path); break;
            case var integers: ShouldBeSame(found.ReadNumbers<long>(), NumbersOf(integers, Convert.ToInt64), path); break;
        }
        if (found.Type is FixedPoint { Size: <= 4 } or FloatingPoint { IsDouble: true })
            found.ReadNumbers<float>().ShouldBe(found.ReadNumbers<double>().Select(v => (float)v), path);
    }

    // Bits, so that NaN equals NaN and -0 does not equal 0.
    private static void ShouldBeSame<T>(T[] found, T[] expected, string path)
        where T : unmanaged =>
        MemoryMarshal.AsBytes<T>(found).SequenceEqual(MemoryMarshal.AsBytes<T>(expected)).ShouldBeTrue($"{path}: values differ");

    private static T[] NumbersOf<T>(Array values, Converter<object, T> convert) => [.. values.Cast<object>().Select(v => convert(v))];

    private static Dictionary<string, Array> ReadArrays(string path)
    {
        using var archive = NpzArchive.Open(path);
        return archive.Names.ToDictionary(n => n, n => archive[n].Data);
    }

    private void CheckFields(string path, Datatype type, byte[] elements, JsonElement fields)
    {
        var compound = type.ShouldBeOfType<Compound>();
        compound.Members.Select(m => m.Name).ShouldBe(fields.EnumerateObject().Select(f => f.Name));
        foreach (var member in compound.Members)
        {
            var column = elements.Chunk(compound.Size).SelectMany(e => e.AsSpan(member.Offset, member.Type.Size).ToArray()).ToArray();
            var expected = fields.GetProperty(member.Name);
            if (expected.TryGetProperty("fields", out var inner))
            {
                CheckFields($"{path}.{member.Name}", member.Type, column, inner);
                continue;
            }
            var (scalar, _) = member.Type.Flatten();
            var numbers = new double[column.Length / scalar.Size];
            NumberConversion.Convert<double>(scalar, column, numbers);
            var wanted = NumbersOf(arrays[expected.GetProperty("array").GetString()!], Convert.ToDouble);
            numbers.ShouldBe(wanted, $"{path}.{member.Name}");
        }
    }
}
