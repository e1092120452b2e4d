using TfExplain.Imaging;

namespace TfExplain.Cli;

/// <summary>A map with its picture and the names of its files.</summary>
/// <param name="Explanation">The method's result.</param>
/// <param name="Place">The map's place in it.</param>
/// <param name="File">The files' name without extension.</param>
/// <param name="Picture">The map drawn.</param>
/// <param name="Title">The method's title.</param>
internal sealed record MapResult(Explanation Explanation, int Place, string File, Image Picture, string Title)
{
    public Attribution Map => Explanation.Maps[Place];
}
