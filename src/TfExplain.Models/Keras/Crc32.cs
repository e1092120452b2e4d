namespace TfExplain.Models.Keras;

/// <summary>The checksum of zip entries (polynomial 0xEDB88320, reflected), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[][] s_tables = Tables();

    /// <summary>The checksum of what <paramref name="before"/> is the checksum of, followed by <paramref name="data"/>; 0 to begin.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> data)
    {
        var crc = ~before;
        var t = s_tables;
        for (; data.Length >= 8; data = data[8..])
        {
            crc ^= (uint)(data[0] | data[1] << 8 | data[2] << 16 | data[3] << 24);
            crc = t[7][crc & 0xFF] ^ t[6][crc >> 8 & 0xFF] ^ t[5][crc >> 16 & 0xFF] ^ t[4][crc >> 24]
                ^ t[3][data[4]] ^ t[2][data[5]] ^ t[1][data[6]] ^ t[0][data[7]];
        }
        foreach (var value in data) crc = t[0][(crc ^ value) & 0xFF] ^ crc >> 8;
        return ~crc;
    }

    private static uint[][] Tables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (var i = 0u; i < 256; i++)
            {
                var crc = k == 0 ? i : tables[k - 1][i];
                for (var bit = 0; k == 0 && bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
                tables[k][i] = k == 0 ? crc : tables[0][crc & 0xFF] ^ crc >> 8;
            }
        }
        return tables;
    }
}
