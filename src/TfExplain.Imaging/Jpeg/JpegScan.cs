namespace TfExplain.Imaging.Jpeg;

/// <summary>The scan header: the components, their Huffman tables, and which coefficients and bits of them follow.</summary>
internal sealed record JpegScan(JpegScan.Part[] Parts, int First, int Last, int High, int Low)
{
    /// <summary>A component and its tables; a progressive scan lacks the one that it does not use.</summary>
    public readonly record struct Part(JpegComponent Component, HuffmanTable? Dc, HuffmanTable? Ac);

    public static JpegScan Decode(JpegFile file, JpegFrame frame, HuffmanTable?[] dcTables, HuffmanTable?[] acTables)
    {
        var data = file.Data;
        if (data.Length < 1 || data[0] is < 1 or > 4 || data.Length != 4 + 2 * data[0])
            throw file.Error($"expected a scan header of 4 bytes and 2 for each of 1 to 4 components, found {data.Length}");
        int n = data[0], first = data[1 + 2 * n], last = data[2 + 2 * n], high = data[3 + 2 * n] >> 4, low = data[3 + 2 * n] & 15;
        if (!frame.Progressive)
            (first, last, high, low) = (0, 63, 0, 0);
        var isDc = first == 0;
        if (frame.Progressive && (isDc ? last != 0 : last < first || last > 63 || n != 1) | (high != 0 && low != high - 1) | low > 13)
            throw file.Error($"the progressive scan of {n} components, coefficients {first} to {last}, bits {high} to {low} is not valid");
        var parts = new Part[n];
        for (var i = 0; i < n; i++)
        {
            var (id, tables) = (data[1 + 2 * i], data[2 + 2 * i]);
            var component = Array.Find(frame.Components, c => c.Id == id && !Array.Exists(parts, p => p.Component == c))
                ?? throw file.Error($"the scan names the component {id}, which the frame does not have (or which the scan has already)");
            if (tables >> 4 > 3 || (tables & 15) > 3)
                throw file.Error($"expected Huffman tables 0 to 3, found {tables >> 4} and {tables & 15}");
            var dc = (isDc && high == 0) ? dcTables[tables >> 4] ?? throw Missing("DC", tables >> 4) : null;
            var ac = last > 0 ? acTables[tables & 15] ?? throw Missing("AC", tables & 15) : null;
            if (dc?.MaxSymbol > 15)
                throw file.Error($"the DC Huffman table {tables >> 4} has a symbol above 15");
            parts[i] = new Part(component, dc, ac);
        }
        if (n > 1 && parts.Sum(static p => p.Component.Horizontal * p.Component.Vertical) > 10)
            throw file.Error("the scan interleaves more than 10 blocks");
        return new JpegScan(parts, first, last, high, low);

        ImageFormatException Missing(string kind, int index) => file.Error($"the scan uses the {kind} Huffman table {index}, which the file has not defined");
    }
}
