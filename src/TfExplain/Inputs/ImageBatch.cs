using System.Collections;
using System.Collections.Concurrent;
using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Imaging;

namespace TfExplain;

/// <summary>Inputs to explain. They may have different sizes if the network's size is free.</summary>
public sealed class ImageBatch : IReadOnlyList<ModelImage>
{
    private readonly ModelImage[] _images;
    private readonly ConcurrentDictionary<(Model Model, string Output), (long Version, Predictions Predictions)> _predictions = [];

    /// <summary>A batch of inputs.</summary>
    /// <exception cref="ArgumentException">There are none, or one holds NaN or an infinity.</exception>
    public ImageBatch(params IEnumerable<ModelImage> images)
    {
        _images = [.. images];
        if (_images.Length == 0) throw new ArgumentException("There is no image to explain.");
        foreach (var image in _images)
        {
            if (image.Values.Length != image.Shape.Count) throw new ArgumentException($"The input '{image.Name}' of shape {image.Shape} has {image.Values.Length} values.");
            var wrong = image.Values.Span.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (wrong >= 0) throw new ArgumentException($"The input '{image.Name}' holds {image.Values.Span[wrong]} at element {wrong}; an input must be finite.");
        }
    }

    /// <inheritdoc/>
    public int Count => _images.Length;

    /// <inheritdoc/>
    public ModelImage this[int index] => _images[index];

    /// <summary>Inputs as the network takes them, [N, H, W, C].</summary>
    /// <exception cref="ArgumentException">The rank is not 4, or a value is not finite.</exception>
    public static ImageBatch Of(Tensor<float> inputs)
    {
        if (inputs.Rank != 4) throw new ArgumentException($"Expected inputs [N,H,W,C]; found rank {inputs.Rank}.");
        Shape shape = [(int)inputs.Lengths[1], (int)inputs.Lengths[2], (int)inputs.Lengths[3]];
        var values = new float[inputs.FlattenedLength];
        inputs.FlattenTo(values);
        var size = (int)shape.Count;
        return new(Enumerable.Range(0, (int)inputs.Lengths[0]).Select(i => new ModelImage($"input {i}", shape, values.AsMemory(i * size, size))));
    }

    /// <summary>Reads photographs and prepares them for a network.</summary>
    /// <exception cref="ImageFormatException">A file is damaged or of another format.</exception>
    public static ImageBatch Load(Model model, Preprocessing preprocessing, params IEnumerable<string> paths)
    {
        var shape = ImageShape(model);
        return new(paths.Select(path => preprocessing.Apply(Image.Load(path), Known(shape[0]), Known(shape[1]), shape[2] == Shape.Unknown ? 3 : shape[2], Path.GetFileName(path))));

        static int? Known(int extent) => extent == Shape.Unknown ? null : extent;
    }

    /// <summary>The shape [H, W, C] of the network's image input, -1 where free.</summary>
    /// <exception cref="ArgumentException">The network has no input of that rank, or several inputs.</exception>
    public static Shape ImageShape(Model model)
    {
        if (model.Inputs.Count != 1) throw new ArgumentException($"The model has {model.Inputs.Count} inputs ({string.Join(", ", model.Inputs.Select(i => i.Name))}); explanations take one image input.");
        var shape = model.Inputs[0].Shape;
        if (shape.Rank != 4) throw new ArgumentException($"The model's input '{model.Inputs[0].Name}' has shape {shape}; explanations take images [N,H,W,C].");
        return shape[1..];
    }

    /// <inheritdoc/>
    public IEnumerator<ModelImage> GetEnumerator() => ((IEnumerable<ModelImage>)_images).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _images.GetEnumerator();

    /// <summary>The network's answers for the batch, computed once per network as long as its weights stay the same.</summary>
    internal Predictions PredictionsOf(Model model, Node output, ExplainOptions options)
    {
        var version = model.Version;
        if (_predictions.TryGetValue((model, output.Name), out var known) && known.Version == version) return known.Predictions;
        var computed = Predictions.Compute(model, output, this, options);
        _predictions[(model, output.Name)] = (version, computed);
        return computed;
    }
}
