using System.Numerics;

namespace TfExplain.Models.Hdf5;

/// <summary>Level 1G: the links or attributes of one object, found by heap id.</summary>
internal sealed class FractalHeap
{
    private readonly FileSpace space;
    private readonly long position;
    private readonly int idLength;
    private readonly bool checksummed;
    private readonly bool filtered;
    private readonly long hugeTree;
    private readonly int width;
    private readonly long startSize;
    private readonly long maxDirectSize;
    private readonly int offsetSize;
    private readonly int lengthSize;
    private readonly long root;
    private readonly int rootRows;
    private readonly Dictionary<long, ReadOnlyMemory<byte>> blocks = [];
    private long blockBytes;
    private Dictionary<long, (long Position, long Length)>? huge;

    public FractalHeap(FileSpace space, long position)
    {
        this.space = space;
        this.position = position;
        var (offsets, lengths) = (space.Superblock.OffsetSize, space.Superblock.LengthSize);
        var reader = space.ReadUpTo(position, 26 + 12 * lengths + 3 * offsets, "fractal heap");
        reader.ExpectSignature("FRHP"u8, "fractal heap");
        reader.ExpectVersion(0, "fractal heap");
        idLength = reader.ReadUInt16();
        var filterLength = reader.ReadUInt16();
        checksummed = (reader.ReadByte() & 2) != 0;
        var maxManaged = reader.ReadUInt32();
        reader.ReadLength(); // next id of a huge object
        hugeTree = reader.ReadAddress();
        reader.Skip(lengths + offsets + 8 * lengths); // free space; sizes and counts of managed, huge and tiny objects
        width = reader.ReadUInt16();
        startSize = reader.ReadLength();
        maxDirectSize = reader.ReadLength();
        var heapBits = reader.ReadUInt16();
        reader.Skip(2); // rows a new root starts with
        root = reader.ReadAddress();
        rootRows = reader.ReadUInt16();
        filtered = filterLength > 0;
        if (filtered)
            return; // its longer header is of no use: no object can be read
        reader.ExpectChecksum("fractal heap");
        if (width == 0 || startSize <= 0 || maxDirectSize < startSize || heapBits is 0 or > 64
            || !BitOperations.IsPow2(startSize) || !BitOperations.IsPow2(maxDirectSize) || !BitOperations.IsPow2(width))
            throw space.Error(position, $"the fractal heap's doubling table is impossible: width {width}, blocks of {startSize} to {maxDirectSize} bytes, {heapBits} bits.");
        offsetSize = (heapBits + 7) / 8;
        lengthSize = Math.Min((BitOperations.Log2((ulong)maxDirectSize) + 7) / 8, BitOperations.Log2(Math.Max(1, maxManaged)) / 8 + 1);
    }

    /// <summary>The length of the ids that records of this heap's B-trees hold.</summary>
    public int IdLength => idLength;

    public BlockReader Read(BlockReader id)
    {
        if (filtered)
            throw space.Error(position, "filtered fractal heaps are not supported; rewrite the file without compressed groups (h5repack).");
        var at = id.Position;
        var first = id.ReadByte();
        return (first >> 6, first >> 4 & 3) switch
        {
            (0, 0) => ReadManaged(id.ReadSize(offsetSize), id.ReadSize(lengthSize)),
            (0, 1) => ReadHuge(id),
            (0, 2) => id.ReadBlock(idLength <= 18 ? (first & 15) + 1 : ((first & 15) << 8 | id.ReadByte()) + 1),
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
        var (at, rows, blockOffset) = (root, rootRows, 0L);
        if (rows == 0)
            return (DirectBlock(at, startSize, 0), at, startSize, 0);
        var maxDirectRows = BitOperations.Log2((ulong)(maxDirectSize / startSize)) + 2;
        while (true)
        {
            var within = offset - blockOffset;
            var row = within < width * startSize ? 0 : BitOperations.Log2((ulong)(within / width / startSize)) + 1;
            if (row >= rows)
                throw space.Error(position, $"the heap offset {offset} lies beyond the fractal heap.");
            var size = row == 0 ? startSize : startSize << row - 1;
            var rowStart = row == 0 ? 0 : width * size;
            var column = (within - rowStart) / size;
            var child = IndirectChild(at, rows, blockOffset, (int)(row * width + column));
            blockOffset += rowStart + column * size;
            if (row < maxDirectRows)
                return (DirectBlock(child, size, blockOffset), child, size, blockOffset);
            // An indirect child is smaller than its parent, so this loop ends.
            (at, rows) = (child, BitOperations.Log2((ulong)(size / width / startSize)) + 1);
        }
    }

    private ReadOnlyMemory<byte> DirectBlock(long at, long size, long blockOffset) => Block(at, size, "fractal heap's direct block", reader =>
    {
        ReadPrefix(reader, "FHDB"u8, blockOffset, "direct block");
        if (!checksummed)
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
        var entries = rows * width;
        var prefix = 5 + space.Superblock.OffsetSize + offsetSize;
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
        var found = reader.ReadSize(offsetSize);
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
        var (at, length) = idLength - 1 >= offsets + lengths
            ? (id.ReadAddress(), id.ReadLength())
            : HugeObject(id.ReadSize(Math.Min(idLength - 1, 8)));
        return space.Read(at, length, "huge heap object");
    }

    private (long Position, long Length) HugeObject(long number)
    {
        if (huge is null)
        {
            var found = new Dictionary<long, (long, long)>();
            foreach (var record in BTree2.Records(space, hugeTree, 1))
            {
                var place = (record.ReadAddress(), record.ReadLength());
                found[record.ReadLength()] = place;
            }
            huge = found;
        }
        return huge.TryGetValue(number, out var known)
            ? known
            : throw space.Error(hugeTree, $"the fractal heap has no huge object {number}.");
    }
}
