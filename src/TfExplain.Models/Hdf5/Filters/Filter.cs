namespace TfExplain.Models.Hdf5;

/// <summary>One step of a filter pipeline.</summary>
internal sealed record Filter(int Number, string Name, IReadOnlyList<uint> Values)
{
    public const int Deflate = 1, Shuffle = 2, Fletcher32 = 3;

    public bool IsSupported => Number is Deflate or Shuffle or Fletcher32;

    public override string ToString() => Number switch
    {
        Deflate => "gzip (filter 1)",
        Shuffle => "shuffle (filter 2)",
        Fletcher32 => "fletcher32 (filter 3)",
        4 => "szip (filter 4)",
        5 => "nbit (filter 5)",
        6 => "scaleoffset (filter 6)",
        307 => "bzip2 (filter 307)",
        32000 => "lzf (filter 32000)",
        32001 => "blosc (filter 32001)",
        32004 => "lz4 (filter 32004)",
        32008 => "bitshuffle (filter 32008)",
        32015 => "zstd (filter 32015)",
        32026 => "blosc2 (filter 32026)",
        _ => Name.Length > 0 ? $"{Name} (filter {Number})" : $"filter {Number}",
    };
}
