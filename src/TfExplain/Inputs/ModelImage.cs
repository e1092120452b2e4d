using System.Security.Cryptography;
using System.Runtime.InteropServices;
using TfExplain.Engine;
using TfExplain.Imaging;

namespace TfExplain;

/// <summary>One input of a network: numbers [H, W, C] as the network takes them, with the picture that they came from.</summary>
/// <param name="Name">The file's name or another label.</param>
/// <param name="Shape">[H, W, C].</param>
/// <param name="Values">The numbers in row-major order.</param>
public sealed record ModelImage(string Name, Shape Shape, ReadOnlyMemory<float> Values)
{
    private string? _hash;

    /// <summary>The picture at the network's size, for overlays; null for numbers without a photograph.</summary>
    public Image? Picture { get; init; }

    /// <summary>How the picture became the numbers, if known.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>SHA-256 of the numbers, in hexadecimal.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Values.Span)));
}
