using System.Numerics;

namespace TfExplain.Models.Hdf5;

/// <summary>Level 1G: what a fractal heap's header says of its ids and of the doubling table that holds its blocks.</summary>
/// <remarks>
/// <c>HugeTree</c>: the B-tree of objects too large for a block.
/// <c>Width</c>: blocks in a row of the doubling table; rows 0 and 1 hold blocks of <c>StartSize</c>, every later row blocks twice as large.
/// <c>OffsetSize</c>, <c>LengthSize</c>: bytes of the offset and length in an id.
/// <c>RootRows</c>: rows of the root block, 0 when it is a direct block.
/// </remarks>
internal sealed record FractalHeapHeader(
    int IdLength, bool IsFiltered, bool IsChecksummed, long HugeTree, int Width, long StartSize, long MaxDirectSize, int OffsetSize, int LengthSize, long Root, int RootRows)
{
    /// <summary>Rows whose blocks hold objects; blocks of later rows hold further rows.</summary>
    public int DirectRows => BitOperations.Log2((ulong)(MaxDirectSize / StartSize)) + 2;

    public static FractalHeapHeader Read(FileSpace space, long position)
    {
        var (offsets, lengths) = (space.Superblock.OffsetSize, space.Superblock.LengthSize);
        var reader = space.ReadUpTo(position, 26 + 12 * lengths + 3 * offsets, "fractal heap");
        reader.ExpectSignature("FRHP"u8, "fractal heap");
        reader.ExpectVersion(0, "fractal heap");
        int idLength = reader.ReadUInt16(), filterLength = reader.ReadUInt16();
        var checksummed = (reader.ReadByte() & 2) != 0;
        var maxManaged = reader.ReadUInt32();
        reader.ReadLength(); // next id of a huge object
        var hugeTree = reader.ReadAddress();
        reader.Skip(lengths + offsets + 8 * lengths); // free space; sizes and counts of managed, huge and tiny objects
        var width = reader.ReadUInt16();
        var (startSize, maxDirectSize) = (reader.ReadLength(), reader.ReadLength());
        var heapBits = reader.ReadUInt16();
        reader.Skip(2); // rows a new root starts with
        var root = reader.ReadAddress();
        var rootRows = reader.ReadUInt16();
        // A filtered heap's header is longer; none of its objects can be read.
        if (filterLength == 0)
            reader.ExpectChecksum("fractal heap");
        if (startSize <= 0 || maxDirectSize < startSize || maxDirectSize > int.MaxValue || heapBits is 0 or > 64
            || !BitOperations.IsPow2(startSize) || !BitOperations.IsPow2(maxDirectSize) || !BitOperations.IsPow2((uint)width))
            throw space.Error(position, $"the fractal heap's doubling table is impossible: width {width}, blocks of {startSize} to {maxDirectSize} bytes, {heapBits} bits.");
        var lengthSize = Math.Min((BitOperations.Log2((ulong)maxDirectSize) + 7) / 8, BitOperations.Log2(Math.Max(1, maxManaged)) / 8 + 1);
        return new FractalHeapHeader(
            idLength, filterLength > 0, checksummed, hugeTree, width, startSize, maxDirectSize, (heapBits + 7) / 8, lengthSize, root, rootRows);
    }
}
