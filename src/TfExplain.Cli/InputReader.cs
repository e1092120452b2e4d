using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Cli;

/// <summary>Reads the files that IMAGES names.</summary>
internal static class InputReader
{
    /// <summary>The photograph or the arrays in a file.</summary>
    /// <exception cref="FormatException">The file is damaged or of another format.</exception>
    /// <exception cref="InvalidDataException">An array is no input; the message says what is.</exception>
    public static IReadOnlyList<RawInput> Read(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var name = Path.GetFileName(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy":
                return [.. Split(new(path, name, stem), NpyArray.Load(path))];
            case ".npz":
                using (var archive = NpzArchive.Open(path))
                    return archive.Names.Count switch
                    {
                        0 => throw new InvalidDataException($"{path}: the archive holds no arrays."),
                        1 => [.. Split(new(path, name, stem), archive[archive.Names.First()])],
                        _ => [.. archive.Names.SelectMany(array => Split(new(path, $"{name}:{array}", $"{stem}-{array}"), archive[array]))],
                    };
            default:
                return [new(path, name, stem) { Photograph = Image.Load(path) }];
        }
    }

    private static IEnumerable<RawInput> Split(RawInput input, NpyArray array)
    {
        Shape shape = Shape.Create(array.Shape);
        if (array.ElementType != typeof(byte) && array.ElementType != typeof(float) && array.ElementType != typeof(double) && array.ElementType != typeof(Half))
            throw new InvalidDataException($"{input.Path}: expected numbers for the network (floating point) or pixels (uint8); '{input.Name}' holds {array.ElementType.Name}.");
        if (shape.Rank is not (3 or 4) || shape.Count == 0) throw new InvalidDataException($"{input.Path}: expected [H,W,C] or [N,H,W,C]; '{input.Name}' has the shape {shape}.");
        var one = shape[^3..];
        if (one.Count > int.MaxValue) throw new InvalidDataException($"{input.Path}: an input of shape {one} is too large.");
        var count = shape.Rank == 3 ? 1 : shape[0];
        var size = (int)one.Count;
        if (array.ElementType == typeof(byte))
        {
            if (one[2] is not (1 or 3 or 4)) throw new InvalidDataException($"{input.Path}: pixels have 1, 3 or 4 channels; '{input.Name}' has the shape {shape}.");
            var pixels = (byte[])array.Data;
            for (var i = 0; i < count; i++) yield return Place(input, i, count) with { Photograph = new Image(one[1], one[0], one[2], pixels.AsSpan(i * size, size).ToArray()) };
            yield break;
        }
        var values = array.ToSingles();
        var wrong = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (wrong >= 0) throw new InvalidDataException($"{input.Path}: '{input.Name}' holds {values[wrong]} at element {wrong}; an input must be finite.");
        for (var i = 0; i < count; i++) yield return Place(input, i, count) with { Shape = one, Numbers = values.AsMemory(i * size, size) };
    }

    private static RawInput Place(RawInput input, int index, int count) => count == 1 ? input : input with { Name = $"{input.Name}[{index}]", Stem = $"{input.Stem}-{index}" };
}
