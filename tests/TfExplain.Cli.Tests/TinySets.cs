using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Cli.Tests;

/// <summary>Sets that a small network learns in a moment: a bright square of 8 x 8 noise lies at the class's own corner.</summary>
internal static class TinySets
{
    public const int Side = 8;

    /// <summary>Pictures as bytes [N,8,8,1] and classes, <c>x</c> and <c>y</c>.</summary>
    public static string Npz(Tool tool, string name = "tiny.npz", int count = 200, int classes = 3, Action<byte[]>? labels = null)
    {
        var pixels = new byte[count * Side * Side];
        var y = new byte[count];
        for (var i = 0; i < count; i++)
        {
            y[i] = (byte)(i % classes);
            Picture(i, y[i], pixels.AsSpan(i * Side * Side, Side * Side));
        }
        labels?.Invoke(y);
        return Arrays(tool, name, ("x", new NpyArray(pixels, count, Side, Side, 1)), ("y", new NpyArray(y, count)));
    }

    public static string Arrays(Tool tool, string name, params (string Name, NpyArray Array)[] arrays)
    {
        NpzArchive.Save(tool.PathOf(name), arrays.ToDictionary(a => a.Name, a => a.Array));
        return tool.PathOf(name);
    }

    /// <summary>A folder with a sub-folder of PNG files for each class.</summary>
    public static string Folder(Tool tool, string name, params string[] classes)
    {
        for (var i = 0; i < 12 * classes.Length; i++)
        {
            var grey = new byte[Side * Side];
            Picture(i, i % classes.Length, grey);
            tool.Write(Path.Combine(name, classes[i % classes.Length], $"{i:000}.png"), new Image(Side, Side, 1, grey).ToPng());
        }
        return tool.PathOf(name);
    }

    /// <summary>The files of Fashion-MNIST, with pictures [8,8] of no meaning.</summary>
    public static string FashionMnist(Tool tool, string name)
    {
        foreach (var (part, count) in new[] { ("train", 24), ("t10k", 8) })
        {
            tool.Write($"{name}/{part}-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 8, 0, 0, 0, 8, .. Enumerable.Range(0, count * 64).Select(i => (byte)(i * 7))]);
            tool.Write($"{name}/{part}-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        }
        return tool.PathOf(name);
    }

    private static void Picture(int index, int label, Span<byte> pixels)
    {
        var noise = CounterRandom.Of(7).Part(index);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)noise.Below(i, 64);
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 3; x++) pixels[(y + label / 2 % 2 * 4) * Side + x + label % 2 * 4] += 160;
    }
}
