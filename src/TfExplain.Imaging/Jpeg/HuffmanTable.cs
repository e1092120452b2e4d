namespace TfExplain.Imaging.Jpeg;

/// <summary>A Huffman table: codes of 1 to 16 bits, consecutive within each length.</summary>
internal sealed class HuffmanTable
{
    public const int LookAhead = 9;

    // For the next 9 bits: code length * 256 + symbol; 0 when the code is longer.
    private readonly ushort[] lookup = new ushort[1 << LookAhead];

    // For each length: its last code (-1: none), and the index of its first symbol less its first code.
    private readonly int[] lastCode = new int[17];
    private readonly int[] symbolOffset = new int[17];
    private readonly byte[] symbols;

    /// <summary>Builds the table from the number of codes of each length; null when the lengths need more codes than there are.</summary>
    public static HuffmanTable? Build(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++, code <<= 1)
            if ((code += counts[length - 1]) > 1 << length)
                return null;
        return new HuffmanTable(counts, symbols.ToArray());
    }

    private HuffmanTable(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        this.symbols = symbols;
        for (int length = 1, code = 0, index = 0; length <= 16; length++, code <<= 1)
        {
            int count = counts[length - 1];
            symbolOffset[length] = index - code;
            lastCode[length] = count == 0 ? -1 : code + count - 1;
            for (var i = 0; i < count; i++, code++, index++)
                if (length <= LookAhead)
                    lookup.AsSpan(code << (LookAhead - length), 1 << (LookAhead - length)).Fill((ushort)(length << 8 | symbols[index]));
        }
    }

    /// <summary>The largest symbol; DC symbols are bit counts and end at 15.</summary>
    public int MaxSymbol => symbols.Length == 0 ? 0 : symbols.Max();

    /// <summary>Length * 256 + symbol of the code that the 16 bits start with. No code matches: 17 bits are passed and the symbol is 0.</summary>
    public int Decode(int next16)
    {
        int entry = lookup[next16 >> (16 - LookAhead)];
        if (entry != 0)
            return entry;
        for (var length = LookAhead + 1; length <= 16; length++)
        {
            var code = next16 >> (16 - length);
            if (code <= lastCode[length])
                return length << 8 | symbols[code + symbolOffset[length]];
        }
        return 17 << 8;
    }
}
