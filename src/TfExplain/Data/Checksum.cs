using System.Security.Cryptography;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>What a file's bytes must hash to.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Value">The digest in hexadecimal.</param>
public sealed record Checksum(HashAlgorithmName Algorithm, string Value)
{
    /// <summary>A SHA-256 digest.</summary>
    public static Checksum Sha256(string value) => new(HashAlgorithmName.SHA256, value);

    /// <summary>An MD5 digest: finds damage, but is no proof against forgery. For files whose publishers name nothing better.</summary>
    public static Checksum Md5(string value) => new(HashAlgorithmName.MD5, value);

    /// <summary>Throws unless the file has this digest.</summary>
    /// <exception cref="DatasetException">It has another one.</exception>
    internal async Task CheckAsync(string path, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        var buffer = new byte[1 << 16];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true))
            for (int n; (n = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;) hash.AppendData(buffer, 0, n);
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (!string.Equals(found, Value, StringComparison.OrdinalIgnoreCase)) throw new DatasetException($"expected {Algorithm.Name} {Value.ToLowerInvariant()}; found {found}");
    }
}
