using TfExplain.Engine;
using TfExplain.Imaging;

namespace TfExplain.Cli;

/// <summary>What a file holds: a photograph, or numbers for the network.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The file's name, with the place in it where the file holds several.</param>
/// <param name="Stem">The beginning of the names of its results.</param>
internal sealed record RawInput(string Path, string Name, string Stem)
{
    public Image? Photograph { get; init; }

    /// <summary>[H, W, C] of <see cref="Numbers"/>.</summary>
    public Shape Shape { get; init; }

    public ReadOnlyMemory<float> Numbers { get; init; }
}
