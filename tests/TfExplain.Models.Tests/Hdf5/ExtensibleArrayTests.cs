using System.Buffers.Binary;
using System.Text;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Tests.Hdf5;

/// <summary>An array large enough for paged data blocks would need a file of hundreds of thousands of chunks, so a small one is written here.</summary>
public class ExtensibleArrayTests
{
    private const ulong Undefined = ulong.MaxValue;

    private readonly List<byte> file = [.. File.ReadAllBytes(FixtureCase.PathOf("basic_latest.h5"))];

    // 1 entry in the index block; data blocks from 2 entries; 2 pointers: super blocks 0 and 1 are direct; pages of 4 entries.
    [Fact]
    public void Paged_data_blocks_yield_only_the_pages_that_were_written()
    {
        const int count = 1 + 2 + 4 + 2 * 4 + 2 * 8 + 4 * 8;
        var expected = new Dictionary<long, long> { [0] = 1000 };
        var direct0 = DataBlock(expected, 1, 2);
        var direct1 = DataBlock(expected, 3, 4);
        var super2 = SuperBlock([], [DataBlock(expected, 7, 4), Undefined]);
        var super3 = SuperBlock([0b1000_0000, 0], [PagedBlock(expected, 15, [true, false]), Undefined]);
        var super4 = SuperBlock([0b1001_1000, 0, 0, 0],
        [
            PagedBlock(expected, 31, [true, false]), PagedBlock(expected, 39, [false, true]),
            PagedBlock(expected, 47, [true, false]), Undefined,
        ]);
        var index = Append("EAIB", [], [1000, direct0, direct1, super2, super3, super4, .. Enumerable.Repeat(Undefined, 5)]);
        var header = Append("EAHD", [8, 10, 1, 2, 2, 2, .. new byte[32], .. Encode([count, count])], [index], ownHeader: false);
        using var space = new FileSpace(new MemoryByteSource(file.ToArray()), "array");
        var found = ExtensibleArray.Entries(space, (long)header, filtered: false)
            .Where(e => e.Entry.Position != FileSpace.Undefined).ToDictionary(e => e.Index, e => e.Entry.Position);
        found.ShouldBe(expected, ignoreOrder: true);
    }

    private ulong DataBlock(Dictionary<long, long> expected, int first, int entries) =>
        Append("EADB", [0, 0], Entries(expected, first, entries));

    private ulong PagedBlock(Dictionary<long, long> expected, int first, bool[] written)
    {
        const int pageEntries = 4;
        var block = Append("EADB", [0, 0], []);
        for (var p = 0; p < written.Length; p++)
        {
            var page = Encode(written[p] ? Entries(expected, first + p * pageEntries, pageEntries) : [7, 7, 7, 7]);
            file.AddRange(page);
            file.AddRange(BitConverter.GetBytes(Lookup3.Hash(page)));
        }
        return block;
    }

    private static ulong[] Entries(Dictionary<long, long> expected, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            expected[i] = 1000 + i;
        return [.. Enumerable.Range(first, count).Select(i => 1000UL + (ulong)i)];
    }

    private ulong SuperBlock(byte[] bitmap, ulong[] blocks) => Append("EASB", [0, 0, .. bitmap], blocks);

    private ulong Append(string signature, byte[] fields, ulong[] addresses, bool ownHeader = true)
    {
        byte[] block = [.. Encoding.ASCII.GetBytes(signature), 0, 0, .. ownHeader ? new byte[8] : [], .. fields, .. Encode(addresses)];
        var position = (ulong)file.Count;
        file.AddRange(block);
        file.AddRange(BitConverter.GetBytes(Lookup3.Hash(block)));
        return position;
    }

    private static byte[] Encode(ulong[] values)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        return bytes;
    }
}
