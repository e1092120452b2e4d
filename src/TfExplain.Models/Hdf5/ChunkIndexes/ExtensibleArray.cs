using System.Numerics;

namespace TfExplain.Models.Hdf5;

/// <summary>Appendix C: the chunk index of data sets that can grow in one dimension.</summary>
internal sealed class ExtensibleArray
{
    private readonly FileSpace space;
    private readonly bool filtered;
    private readonly int entrySize;
    private readonly int indexBits;
    private readonly int indexEntries;
    private readonly int minBlockEntries;
    private readonly int minPointers;
    private readonly int pageBits;
    private readonly long count;
    private readonly long indexBlock;

    private ExtensibleArray(FileSpace space, long position, bool filtered)
    {
        this.space = space;
        this.filtered = filtered;
        var header = space.Read(position, 16 + 6 * space.Superblock.LengthSize + space.Superblock.OffsetSize, "extensible array");
        header.ExpectSignature("EAHD"u8, "extensible array");
        header.ExpectVersion(0, "extensible array");
        header.ExpectVersion(filtered ? 1 : 0, "extensible array's client");
        (entrySize, indexBits, indexEntries) = (header.ReadByte(), header.ReadByte(), header.ReadByte());
        (minBlockEntries, minPointers, pageBits) = (header.ReadByte(), header.ReadByte(), header.ReadByte());
        header.Skip(4 * space.Superblock.LengthSize); // counts and sizes of the blocks
        count = header.ReadLength();
        header.ReadLength(); // entries with space in the file
        indexBlock = header.ReadAddress();
        header.ExpectChecksum("extensible array");
        if (!BitOperations.IsPow2(minBlockEntries) || !BitOperations.IsPow2(minPointers) || minPointers < 2 || indexBits is 0 or > 62
            || pageBits > 31 || BitOperations.Log2((uint)minBlockEntries) > indexBits)
            throw space.Error(position, $"the extensible array's parameters are impossible: {indexBits} bits, blocks from {minBlockEntries}, pointers from {minPointers}, pages of 2^{pageBits}.");
    }

    /// <summary>The entries that were ever set, in order.</summary>
    public static IEnumerable<(long Index, ChunkEntry Entry)> Entries(FileSpace space, long position, bool filtered)
    {
        var array = new ExtensibleArray(space, position, filtered);
        return array.indexBlock == FileSpace.Undefined ? [] : array.Read();
    }

    private int BlockOffsetSize => (indexBits + 7) / 8;

    private IEnumerable<(long, ChunkEntry)> Read()
    {
        // Super block s has 2^(s/2) data blocks of 2^((s+1)/2) times the smallest size; the first ones have no super block of their own.
        var superBlocks = 1 + indexBits - BitOperations.Log2((uint)minBlockEntries);
        var directSuperBlocks = Math.Min(superBlocks, 2 * BitOperations.Log2((uint)minPointers));
        var directBlocks = 2 * (minPointers - 1);
        var addresses = directBlocks + superBlocks - directSuperBlocks;
        var block = Open(indexBlock, "EAIB", (long)indexEntries * entrySize + (long)addresses * space.Superblock.OffsetSize, offset: false, "extensible array's index block");
        for (var i = 0; i < indexEntries; i++)
            yield return (i, ChunkEntry.Read(block.ReadBlock(entrySize), filtered));
        long index = indexEntries;
        var visited = new HashSet<long>();
        for (var s = 0; s < superBlocks && index < count; s++)
        {
            var (blocks, entries) = (1L << s / 2, (1L << (s + 1) / 2) * minBlockEntries);
            var pages = s >= directSuperBlocks && entries > 1L << pageBits ? entries >> pageBits : 0;
            var blockPositions = s < directSuperBlocks ? Direct(block, blocks) : SuperBlock(block.ReadAddress(), blocks, pages);
            foreach (var (at, initialized) in blockPositions)
            {
                if (index >= count)
                    yield break;
                if (at != FileSpace.Undefined && !visited.Add(at))
                    throw space.Error(at, "two parts of an extensible array share a data block; the file is damaged.");
                if (at != FileSpace.Undefined)
                    foreach (var entry in DataBlock(at, index, entries, pages, initialized))
                        yield return entry;
                index += entries;
            }
            if (blockPositions.Count == 0)
                index += blocks * entries;
        }
    }

    private static List<(long, Func<long, bool>)> Direct(BlockReader block, long count)
    {
        var positions = new List<(long, Func<long, bool>)>();
        for (var i = 0L; i < count; i++)
            positions.Add((block.ReadAddress(), _ => true));
        return positions;
    }

    private List<(long, Func<long, bool>)> SuperBlock(long position, long count, long pages)
    {
        if (position == FileSpace.Undefined)
            return [];
        space.Check(position, count, "extensible array's super block");
        var bitmapSize = (pages + 7) / 8;
        var block = Open(position, "EASB", count * (bitmapSize + space.Superblock.OffsetSize), offset: true, "extensible array's super block");
        var bitmap = block.ReadBytes(count * bitmapSize);
        var positions = new List<(long, Func<long, bool>)>();
        for (var i = 0L; i < count; i++)
        {
            // Room is set aside per data block, but the bits of all pages follow each other without gaps.
            var firstPage = i * pages;
            positions.Add((block.ReadAddress(), page => PageBitmap.Contains(bitmap.Span, firstPage + page)));
        }
        return positions;
    }

    private IEnumerable<(long, ChunkEntry)> DataBlock(long position, long index, long entries, long pages, Func<long, bool> initialized)
    {
        space.Check(position, pages == 0 ? entries : 0, "extensible array's data block");
        var block = Open(position, "EADB", pages == 0 ? entries * entrySize : 0, offset: true, "extensible array's data block");
        if (pages == 0)
        {
            for (var i = 0L; i < entries; i++)
                yield return (index + i, ChunkEntry.Read(block.ReadBlock(entrySize), filtered));
            yield break;
        }
        var at = position + block.Whole.Length;
        var pageEntries = 1L << pageBits;
        for (var p = 0L; p < pages; p++, at += pageEntries * entrySize + 4)
        {
            if (!initialized(p))
                continue;
            var page = space.Read(at, pageEntries * entrySize + 4, "extensible array's page");
            for (var i = 0L; i < pageEntries; i++)
                yield return (index + p * pageEntries + i, ChunkEntry.Read(page.ReadBlock(entrySize), filtered));
            page.ExpectChecksum("extensible array's page");
        }
    }

    /// <summary>Checks a block's prefix and checksum and returns a reader of its body.</summary>
    private BlockReader Open(long position, string signature, long bodySize, bool offset, string what)
    {
        var prefixSize = 6 + space.Superblock.OffsetSize + (offset ? BlockOffsetSize : 0);
        var size = prefixSize + bodySize + 4;
        var check = space.Read(position, size, what);
        check.ExpectSignature(System.Text.Encoding.ASCII.GetBytes(signature), what);
        check.ExpectVersion(0, what);
        check.ExpectVersion(filtered ? 1 : 0, "extensible array's client");
        check.Skip(size - 10);
        check.ExpectChecksum(what);
        var block = new BlockReader(space, check.Whole, position);
        block.Skip(prefixSize);
        return block;
    }
}
