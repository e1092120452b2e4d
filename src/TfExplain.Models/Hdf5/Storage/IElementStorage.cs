namespace TfExplain.Models.Hdf5;

/// <summary>Where the encoded elements of a data set or attribute come from.</summary>
internal interface IElementStorage
{
    /// <summary>How many bytes of elements the file's own size vouches for; the rest is only declared.</summary>
    long BackedBytes { get; }

    /// <summary>Reads all elements as they are encoded in the file, in C order.</summary>
    void Read(Span<byte> destination);
}
