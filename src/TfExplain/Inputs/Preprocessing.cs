using TfExplain.Imaging;
using TfExplain.Imaging.Preprocessing;
using TfExplain.Imaging.Resampling;

namespace TfExplain;

/// <summary>How a photograph becomes a network's input: a centre crop of the network's aspect ratio, a resize, and a normalisation of the pixels.</summary>
public sealed record Preprocessing
{
    /// <summary>The name in receipts: a mode of keras.applications (<c>tf</c>, <c>torch</c>, <c>caffe</c>), <c>unit</c>, <c>none</c>, or <c>custom</c>.</summary>
    public required string Name { get; init; }

    /// <summary>From pixels 0..255 to the network's numbers.</summary>
    public required PixelNormalization Normalization { get; init; }

    /// <summary>The centre crop's share of the largest crop that fits, in (0, 1].</summary>
    public double Crop { get; init; } = 1;

    /// <summary>How the crop is resized.</summary>
    public Resampler Resampler { get; init; } = Pillow.Bicubic;

    /// <summary>Pixels as they are, 0..255, for networks that normalise by themselves.</summary>
    public static Preprocessing None { get; } = new() { Name = "none", Normalization = PixelNormalization.None };

    /// <summary>x / 255, into [0, 1].</summary>
    public static Preprocessing Unit { get; } = new() { Name = "unit", Normalization = PixelNormalization.Unit };

    /// <summary>x / 127.5 - 1, into [-1, 1]: keras.applications' mode <c>tf</c>.</summary>
    public static Preprocessing TensorFlow { get; } = new() { Name = "tf", Normalization = PixelNormalization.TensorFlow };

    /// <summary>(x / 255 - mean) / deviation of ImageNet: mode <c>torch</c>.</summary>
    public static Preprocessing Torch { get; } = new() { Name = "torch", Normalization = PixelNormalization.Torch };

    /// <summary>Blue first, ImageNet's mean subtracted: mode <c>caffe</c>.</summary>
    public static Preprocessing Caffe { get; } = new() { Name = "caffe", Normalization = PixelNormalization.Caffe };

    /// <summary>The named modes.</summary>
    public static IReadOnlyList<Preprocessing> Modes { get; } = [None, Unit, TensorFlow, Torch, Caffe];

    /// <summary>The mode of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the modes.</exception>
    public static Preprocessing Named(string name) => Modes.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no preprocessing '{name}'; known are {string.Join(", ", Modes.Select(m => m.Name))}.{Suggestion.For(name, Modes.Select(m => m.Name))}");

    /// <summary>Crops, resizes to [height, width] and normalises; a null size keeps the photograph's.</summary>
    public ModelImage Apply(Image photograph, int? height, int? width, int channels, string name)
    {
        var picture = photograph.ToRgb();
        if (height is { } h && width is { } w)
        {
            // The largest box of the network's aspect ratio, then the share of it.
            var byWidth = (double)picture.Width * h <= (double)picture.Height * w;
            double fullWidth = byWidth ? picture.Width : (double)picture.Height * w / h, fullHeight = byWidth ? (double)picture.Width * h / w : picture.Height;
            int boxWidth = Math.Max(1, (int)Math.Round(fullWidth * Crop)), boxHeight = Math.Max(1, (int)Math.Round(fullHeight * Crop));
            picture = Resampler.Resize(CentreCrop.Apply(picture, boxWidth, boxHeight), w, h);
        }
        return FromPicture(picture, channels, name);
    }

    /// <summary>Normalises a picture that already has the network's size.</summary>
    public ModelImage FromPicture(Image picture, int channels, string name)
    {
        var values = Normalization.Apply(picture);
        if (channels == 1)
        {
            // ITU-R 601 luma, as Pillow and Keras convert colour to grey.
            var grey = new float[picture.Width * picture.Height];
            for (var i = 0; i < grey.Length; i++) grey[i] = 0.299f * values[3 * i] + 0.587f * values[3 * i + 1] + 0.114f * values[3 * i + 2];
            values = grey;
        }
        else if (channels != 3)
        {
            throw new ArgumentException($"A photograph has 1 or 3 channels; the network takes {channels}. Give the input as .npy.");
        }
        return new ModelImage(name, [picture.Height, picture.Width, channels], values) { Picture = picture, Preprocessing = this };
    }

    /// <summary>A pixel value 0..255 as the network sees it, per channel.</summary>
    public float[] Pixel(float red, float green, float blue)
    {
        var output = new float[3];
        Normalization.Apply([red, green, blue], output);
        return output;
    }
}
