using System.Numerics.Tensors;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain;

/// <summary>The result of a method on a batch: signed maps, and a receipt that says how they were made and whether to trust them.</summary>
public sealed class Explanation
{
    internal Explanation(Explainer explainer, ImageBatch images, IReadOnlyList<Attribution> maps, Receipt receipt)
    {
        Explainer = explainer;
        Images = images;
        Maps = maps;
        Receipt = receipt;
    }

    /// <summary>The method with its parameters.</summary>
    public Explainer Explainer { get; }

    /// <summary>The inputs.</summary>
    public ImageBatch Images { get; }

    /// <summary>The maps, in the order of images, then targets, then layers.</summary>
    public IReadOnlyList<Attribution> Maps { get; }

    /// <summary>How the maps were made.</summary>
    public Receipt Receipt { get; }

    /// <summary>The first map's numbers, [h, w, c].</summary>
    public Tensor<float> Attributions => Maps[0].ToTensor();

    /// <summary>A picture of one map.</summary>
    /// <param name="map">The map's place in <see cref="Maps"/>.</param>
    /// <param name="options">How to draw; the method's own way if absent.</param>
    public Image Render(int map = 0, RenderOptions? options = null) => Renderer.Draw(Maps[map], Images[Maps[map].Image], options ?? Explainer.Rendering);

    /// <summary>
    /// Writes <c>name.png</c> and <c>name.npy</c> per map (numbered when there are several) and <c>name.receipt.json</c> into a folder; each file appears whole or not at all.
    /// </summary>
    /// <returns>The files' paths.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyList<string> Save(string folder, string? name = null, RenderOptions? options = null)
    {
        Directory.CreateDirectory(folder);
        var stem = Path.Combine(folder, name ?? Explainer.Name);
        var files = new List<string>();
        for (var map = 0; map < Maps.Count; map++)
        {
            var file = Maps.Count == 1 ? stem : $"{stem}.{map}";
            Render(map, options).SavePng(file + ".png");
            new NpyArray(Maps[map].Values.ToArray(), Maps[map].Shape.Span.ToArray()).Save(file + ".npy");
            files.AddRange([file + ".png", file + ".npy"]);
        }
        Receipt.Save(stem + ".receipt.json");
        files.Add(stem + ".receipt.json");
        return files;
    }
}
