namespace TfExplain.Data;

/// <summary>A file to download.</summary>
/// <param name="Address">Where it is published.</param>
/// <param name="Length">Its length, if known; a file of another one is refused.</param>
/// <param name="Checksum">What its bytes hash to, if known.</param>
public sealed record RemoteFile(Uri Address, long? Length = null, Checksum? Checksum = null)
{
    /// <summary>The name in the address.</summary>
    public string Name => Path.GetFileName(Address.AbsolutePath);
}
