namespace TfExplain.Models.Hdf5;

/// <summary>Appendix C: the chunk index of data sets that cannot grow.</summary>
internal static class FixedArray
{
    public static IEnumerable<(long Index, ChunkEntry Entry)> Entries(FileSpace space, long position, bool filtered)
    {
        var header = space.Read(position, 12 + space.Superblock.LengthSize + space.Superblock.OffsetSize, "fixed array");
        header.ExpectSignature("FAHD"u8, "fixed array");
        header.ExpectVersion(0, "fixed array");
        header.ExpectVersion(filtered ? 1 : 0, "fixed array's client");
        int entrySize = header.ReadByte(), pageBits = header.ReadByte();
        var count = header.ReadLength();
        var blockPosition = header.ReadAddress();
        header.ExpectChecksum("fixed array");
        if (blockPosition == FileSpace.Undefined)
            return [];
        space.Check(blockPosition, count, "fixed array's data block");
        if (pageBits > 31)
            throw space.Error(position, $"expected fixed array pages of at most 2^31 entries, found 2^{pageBits}.");
        return Read(space, blockPosition, count, entrySize, 1L << pageBits, filtered);
    }

    private static IEnumerable<(long, ChunkEntry)> Read(FileSpace space, long position, long count, int entrySize, long pageSize, bool filtered)
    {
        var prefixSize = 6 + space.Superblock.OffsetSize;
        var paged = count > pageSize;
        var pages = paged ? (count + pageSize - 1) / pageSize : 0;
        var bitmapSize = (pages + 7) / 8;
        var size = prefixSize + (paged ? bitmapSize : count * entrySize) + 4;
        var block = space.Read(position, size, "fixed array's data block");
        block.ExpectSignature("FADB"u8, "fixed array's data block");
        block.ExpectVersion(0, "fixed array's data block");
        block.ExpectVersion(filtered ? 1 : 0, "fixed array's client");
        block.ReadAddress(); // the header
        var body = block.ReadBlock(size - prefixSize - 4);
        block.ExpectChecksum("fixed array's data block");
        if (!paged)
        {
            for (var i = 0L; i < count; i++)
                yield return (i, ChunkEntry.Read(body.ReadBlock(entrySize), filtered));
            yield break;
        }
        var at = position + size;
        for (var p = 0L; p < pages; p++)
        {
            var entries = Math.Min(pageSize, count - p * pageSize);
            if (PageBitmap.Contains(body.Whole.Span, p))
            {
                var page = space.Read(at, entries * entrySize + 4, "fixed array's page");
                for (var i = 0L; i < entries; i++)
                    yield return (p * pageSize + i, ChunkEntry.Read(page.ReadBlock(entrySize), filtered));
                page.ExpectChecksum("fixed array's page");
            }
            at += entries * entrySize + 4;
        }
    }
}
