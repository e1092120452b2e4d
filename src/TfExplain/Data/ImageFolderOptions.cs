using TfExplain.Imaging;
using TfExplain.Imaging.Resampling;

namespace TfExplain.Data;

/// <summary>The channels of a picture.</summary>
public enum ColorMode
{
    /// <summary>Red, green, blue; grey is repeated, alpha dropped.</summary>
    Rgb,

    /// <summary>One channel of luma.</summary>
    Grayscale,
}

/// <summary>The form of a class as a target.</summary>
public enum LabelMode
{
    /// <summary>The class's index, [].</summary>
    Int,

    /// <summary>One-hot, [classes].</summary>
    Categorical,

    /// <summary>0 or 1, [1]; of two classes.</summary>
    Binary,
}

/// <summary>How <see cref="ImageFolder"/> reads pictures; the defaults are those of Keras's <c>image_dataset_from_directory</c>.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The inputs' height.</summary>
    public int Height { get; init; } = 256;

    /// <summary>The inputs' width.</summary>
    public int Width { get; init; } = 256;

    /// <summary>The inputs' channels.</summary>
    public ColorMode ColorMode { get; init; }

    /// <summary>The form of the targets.</summary>
    public LabelMode LabelMode { get; init; }

    /// <summary>Whether the largest centred part of the input's aspect ratio is resized, instead of the whole picture, which distorts.</summary>
    public bool CropToAspectRatio { get; init; }

    /// <summary>How pictures are resized; the numbers are not rounded afterwards.</summary>
    public Resampler Resampler { get; init; } = TensorFlow.Bilinear();

    /// <summary>What numbers 0..255 are multiplied by; Keras leaves them, and its models scale with a layer of theirs.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>How files are read. Photographs are turned upright, as for explanations; Keras does not turn them.</summary>
    public ImageReadOptions Reading { get; init; } = ImageReadOptions.Default;

    /// <summary>The classes in order, or null for all sub-folders in ordinal order.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }
}
