using System.Buffers.Binary;
using System.Numerics;

namespace TfExplain.Imaging.Bmp;

/// <summary>How a bitmap's pixels become RGB: through a palette, as blue-green-red bytes, or by bit masks. A fourth, unused byte is no alpha here.</summary>
internal readonly ref struct BmpColours
{
    private readonly int bits;
    private readonly ReadOnlySpan<byte> palette;
    private readonly int entrySize;
    private readonly uint[] masks = [0x7C00, 0x3E0, 0x1F];
    private readonly string name;
    private readonly int paletteOffset;

    public BmpColours(ReadOnlySpan<byte> file, string name, int headerSize, int bits, bool hasMasks)
    {
        (this.bits, this.name) = (bits, name);
        paletteOffset = 14 + headerSize;
        entrySize = headerSize == 12 ? 3 : 4;
        if (bits == 32)
            masks = [0xFF0000, 0xFF00, 0xFF];
        if (hasMasks)
        {
            if (file.Length < 14 + 40 + 12)
                throw new ImageFormatException(name, 54, "the file ends within the colour masks");
            for (var c = 0; c < 3; c++)
                masks[c] = BinaryPrimitives.ReadUInt32LittleEndian(file[(54 + 4 * c)..]);
        }
        if (bits > 8)
            return;
        int used = headerSize == 12 ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file[46..]), 256);
        var size = entrySize * (used == 0 ? 1 << bits : used);
        palette = paletteOffset + size <= file.Length ? file.Slice(paletteOffset, size) : throw new ImageFormatException(name, paletteOffset, "the file ends within the palette");
    }

    public void Read(ReadOnlySpan<byte> row, int x, Span<byte> rgb)
    {
        switch (bits)
        {
            case <= 8:
                var bit = x * bits;
                var index = (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
                if ((index + 1) * entrySize > palette.Length)
                    throw new ImageFormatException(name, paletteOffset, $"a pixel has palette index {index}, but the palette has {palette.Length / entrySize} colours");
                var entry = palette.Slice(index * entrySize, 3);
                (rgb[0], rgb[1], rgb[2]) = (entry[2], entry[1], entry[0]);
                break;
            case 24:
                (rgb[0], rgb[1], rgb[2]) = (row[3 * x + 2], row[3 * x + 1], row[3 * x]);
                break;
            default:
                var pixel = bits == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
                for (var c = 0; c < 3; c++)
                    rgb[c] = Scale(pixel & masks[c], masks[c]);
                break;
        }
    }

    private static byte Scale(uint value, uint mask) => mask == 0 ? (byte)0 : (byte)((ulong)(value >> BitOperations.TrailingZeroCount(mask)) * 255 / (mask >> BitOperations.TrailingZeroCount(mask)));
}
