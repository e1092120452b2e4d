using TfExplain.Engine;
using TfExplain.Imaging.Arrays;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// Samples in NumPy's <c>.npz</c>. Bytes are pictures: they stay bytes in memory, [N, H, W] becomes [H, W, 1], and they are divided by 255 unless told
/// otherwise. Other numbers are taken as they are.
/// </summary>
public static class NpzFile
{
    // Beyond it float32 does not hold every integer.
    private const float ExactIntegers = 1 << 24;

    /// <summary>The arrays <c>x_train</c>, <c>y_train</c>, <c>x_test</c> and <c>y_test</c>, as in Keras's <c>mnist.npz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scale">What inputs are multiplied by; null for 1 / 255 if they are bytes, else 1.</param>
    /// <param name="classNames">The classes by index, if they have names.</param>
    /// <exception cref="DatasetException">The file cannot be read, or arrays are missing or do not belong together.</exception>
    public static (Dataset Train, Dataset Test) LoadTrainTest(string path, double? scale = null, IReadOnlyList<string>? classNames = null) =>
        Open(path, file => (Load(file, path, "x_train", "y_train", scale, classNames), Load(file, path, "x_test", "y_test", scale, classNames)));

    /// <summary>Inputs [N, ...] and targets [N] (classes) or [N, ...] of one archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of the inputs.</param>
    /// <param name="y">The name of the targets.</param>
    /// <param name="scale">What inputs are multiplied by; null for 1 / 255 if they are bytes, else 1.</param>
    /// <param name="classNames">The classes by index, if they have names.</param>
    /// <exception cref="DatasetException">The file cannot be read, or arrays are missing or do not belong together.</exception>
    public static Dataset Load(string path, string x = "x", string y = "y", double? scale = null, IReadOnlyList<string>? classNames = null) =>
        Open(path, file => Load(file, path, x, y, scale, classNames));

    private static T Open<T>(string path, Func<NpzArchive, T> read)
    {
        try
        {
            using var file = NpzArchive.Open(path);
            return read(file);
        }
        catch (NpyFormatException e)
        {
            throw new DatasetException(e.Message, e);
        }
    }

    private static Dataset Load(NpzArchive file, string path, string x, string y, double? scale, IReadOnlyList<string>? classNames)
    {
        NpyArray inputs = Array(file, path, x), targets = Array(file, path, y);
        if (inputs.Shape[0] != targets.Shape[0]) throw new DatasetException($"{path}: expected as many targets '{y}' as inputs '{x}', {inputs.Shape[0]}; found {targets.Shape[0]}.");
        var targetShape = Shape.Create(targets.Shape.AsSpan(1));
        if (targetShape.Count == 0 || Shape.Create(inputs.Shape.AsSpan(1)).Count == 0) throw new DatasetException($"{path}: expected samples of a positive size; found '{x}' {Text(inputs)} and '{y}' {Text(targets)}.");
        var targetValues = targets.ToSingles();
        if (targets.Data is long[] or ulong[] or int[] or uint[] && targetValues.AsSpan().ContainsAnyExceptInRange(-ExactIntegers, ExactIntegers))
            throw new DatasetException($"{path}: expected integers '{y}' of at most {ExactIntegers} in size, which float32 holds exactly; found larger ones.");
        if (inputs.Data is byte[] pixels && inputs.ElementType == typeof(byte))
        {
            var shape = inputs.Shape.Length == 3 ? PictureShape.Of(inputs.Shape, path) : Shape.Create(inputs.Shape.AsSpan(1));
            return new PixelDataset(pixels, shape, targetValues, targetShape, scale ?? 1.0 / 255, classNames);
        }
        var values = inputs.ToSingles();
        if (scale is { } factor)
            for (var i = 0; i < values.Length; i++) values[i] = (float)(values[i] * factor);
        var samples = Dataset.FromArrays(values, Shape.Create(inputs.Shape.AsSpan(1)), targetValues, targetShape);
        return classNames is null ? samples : samples.WithClassNames(classNames);
    }

    private static NpyArray Array(NpzArchive file, string path, string name)
    {
        if (!file.Contains(name)) throw new DatasetException($"{path}: expected an array '{name}'; found {string.Join(", ", file.Names.Take(20))}.{Suggestion.For(name, file.Names.Take(100))}");
        var array = file[name];
        return array.Shape.Length > 0 && array.ElementType != typeof(string) ? array : throw new DatasetException($"{path}: expected numbers [N, ...] in '{name}'; found {Text(array)}.");
    }

    private static string Text(NpyArray array) => $"{array.ElementType.Name} [{string.Join(',', array.Shape)}]";
}
