using System.Numerics;

namespace TfExplain.Models.Hdf5;

/// <summary>Level 1G: the links or attributes of one object, found by heap id.</summary>
internal sealed class FractalHeap(FileSpace space, long position)
{
    private readonly FractalHeapHeader header = FractalHeapHeader.Read(space, position);
    private readonly Dictionary<long, ReadOnlyMemory<byte>> blocks = [];
    private long blockBytes;
    private Dictionary<long, (long Position, long Length)>? huge;

    /// <summary>The length of the ids that records of this heap's B-trees hold.</summary>
    public int IdLength => header.IdLength;

    public BlockReader Read(BlockReader id)
    {
        if (header.IsFiltered)
            throw space.Error(position, "filtered fractal heaps are not supported; rewrite the file without compressed groups (h5repack).");
        var at = id.Position;
        var first = id.ReadByte();
        return (first >> 6, first >> 4 & 3) switch
        {
            (0, 0) => ReadManaged(id.ReadSize(header.OffsetSize), id.ReadSize(header.LengthSize)),
            (0, 1) => ReadHuge(id),
            (0, 2) => id.ReadBlock(header.IdLength <= 18 ? (first & 15) + 1 : ((first & 15) << 8 | id.ReadByte()) + 1),
            _ => throw space.Error(at, $"a fractal heap id has the unknown version and type {first:x2}."),
        };
    }

    private BlockReader ReadManaged(long offset, long length)
    {
        var (block, start, size, blockOffset) = FindDirectBlock(offset);
        var within = offset - blockOffset;
        if (length > size - within)
            throw space.Error(start, $"a heap object of {length} bytes does not fit its direct block of {size} bytes.");
        var reader = new BlockReader(space, block, start);
        reader.Skip(within);
        return reader.ReadBlock(length);
    }

    private (ReadOnlyMemory<byte> Block, long Position, long Size, long Offset) FindDirectBlock(long offset)
    {
        var (at, rows, blockOffset) = (header.Root, header.RootRows, 0L);
        if (rows == 0)
            return (DirectBlock(at, header.StartSize, 0), at, header.StartSize, 0);
        while (true)
        {
            var within = offset - blockOffset;
            var row = within < header.Width * header.StartSize ? 0 : BitOperations.Log2((ulong)(within / header.Width / header.StartSize)) + 1;
            if (row >= rows)
                throw space.Error(position, $"the heap offset {offset} lies beyond the fractal heap.");
            var size = row == 0 ? header.StartSize : header.StartSize << row - 1;
            var rowStart = row == 0 ? 0 : header.Width * size;
            var column = (within - rowStart) / size;
            var child = IndirectChild(at, rows, blockOffset, (int)(row * header.Width + column));
            blockOffset += rowStart + column * size;
            if (row < header.DirectRows)
                return (DirectBlock(child, size, blockOffset), child, size, blockOffset);
            // An indirect child is smaller than its parent, so this loop ends.
            (at, rows) = (child, BitOperations.Log2((ulong)(size / header.Width / header.StartSize)) + 1);
        }
    }

    private ReadOnlyMemory<byte> DirectBlock(long at, long size, long blockOffset) => Block(at, size, "fractal heap's direct block", reader =>
    {
        ReadPrefix(reader, "FHDB"u8, blockOffset, "direct block");
        if (!header.IsChecksummed)
            return;
        // The checksum stands inside the block and is computed as if it were zero.
        var stored = reader.ReadUInt32();
        var copy = reader.Whole.ToArray();
        copy.AsSpan(reader.Consumed - 4, 4).Clear();
        var computed = Lookup3.Hash(copy);
        if (stored != computed)
            throw space.Error(at, $"the checksum of the direct block is {stored:x8}, but its bytes give {computed:x8}; the file is damaged.");
    });

    private long IndirectChild(long at, int rows, long blockOffset, int entry)
    {
        var entries = rows * header.Width;
        var prefix = 5 + space.Superblock.OffsetSize + header.OffsetSize;
        var block = Block(at, prefix + (long)entries * space.Superblock.OffsetSize + 4, "fractal heap's indirect block", reader =>
        {
            ReadPrefix(reader, "FHIB"u8, blockOffset, "indirect block");
            reader.Skip((long)entries * space.Superblock.OffsetSize);
            reader.ExpectChecksum("indirect block");
        });
        var found = new BlockReader(space, block, at);
        found.Skip(prefix + (long)entry * space.Superblock.OffsetSize);
        return found.ReadAddress();
    }

    private void ReadPrefix(BlockReader reader, ReadOnlySpan<byte> signature, long blockOffset, string what)
    {
        var at = reader.Position;
        reader.ExpectSignature(signature, what);
        reader.ExpectVersion(0, what);
        reader.ReadAddress(); // the heap's header
        var found = reader.ReadSize(header.OffsetSize);
        if (found != blockOffset)
            throw space.Error(at, $"expected the {what} at heap offset {blockOffset}, found the one at {found}.");
    }

    // Blocks of a sound heap do not overlap, so together they cannot exceed the file.
    private ReadOnlyMemory<byte> Block(long at, long size, string what, Action<BlockReader> check)
    {
        if (blocks.TryGetValue(at, out var known) && known.Length == size)
            return known;
        blockBytes += size;
        if (blockBytes > space.Length)
            throw space.Error(at, "the blocks of a fractal heap overlap; the file is damaged.");
        var reader = space.Read(at, size, what);
        var block = reader.Whole;
        check(reader);
        return blocks[at] = block;
    }

    private BlockReader ReadHuge(BlockReader id)
    {
        var (offsets, lengths) = (space.Superblock.OffsetSize, space.Superblock.LengthSize);
        var (at, length) = header.IdLength - 1 >= offsets + lengths
            ? (id.ReadAddress(), id.ReadLength())
            : HugeObject(id.ReadSize(Math.Min(header.IdLength - 1, 8)));
        return space.Read(at, length, "huge heap object");
    }

    private (long Position, long Length) HugeObject(long number)
    {
        if (huge is null)
        {
            var found = new Dictionary<long, (long, long)>();
            foreach (var record in BTree2.Records(space, header.HugeTree, 1))
            {
                var place = (record.ReadAddress(), record.ReadLength());
                found[record.ReadLength()] = place;
            }
            huge = found;
        }
        return huge.TryGetValue(number, out var known)
            ? known
            : throw space.Error(header.HugeTree, $"the fractal heap has no huge object {number}.");
    }
}
