using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Resampling;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Pictures that are decoded when they are read.</summary>
internal sealed class ImageFolderDataset(string root, string[] files, int[] labels, IReadOnlyList<string> classes, ImageFolderOptions options) : Dataset
{
    public override int Count => files.Length;

    public override Shape InputShape { get; } = [options.Height, options.Width, options.ColorMode == ColorMode.Rgb ? 3 : 1];

    public override Shape TargetShape { get; } = options.LabelMode == LabelMode.Binary ? [1] : [];

    public override IReadOnlyList<string> ClassNames => classes;

    public override InputRange? InputRange { get; } = new(0, (float)(255 * options.Scale));

    public override string Name(int index)
    {
        CheckIndex(index);
        return Path.GetRelativePath(root, files[index]);
    }

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        try
        {
            var picture = Image.Load(files[index], options.Reading);
            picture = options.ColorMode == ColorMode.Rgb ? picture.ToRgb() : picture.ToGrey();
            if (options.CropToAspectRatio) picture = Cropped(picture);
            var values = options.Resampler.Resize(picture.ToSingles(), picture.Height, picture.Width, picture.Channels, options.Height, options.Width);
            for (var i = 0; i < values.Length; i++) input[i] = (float)(values[i] * options.Scale);
        }
        catch (Exception e) when (e is ImageFormatException or UnauthorizedAccessException)
        {
            throw new DatasetException(e.Message, e);
        }
        target[0] = labels[index];
    }

    // The extents as Keras's smart_resize computes them: quotients of float32 cut to integers.
    private Image Cropped(Image picture)
    {
        var height = Math.Clamp((int)((float)((long)picture.Width * options.Height) / options.Width), 1, picture.Height);
        var width = Math.Clamp((int)((float)((long)picture.Height * options.Width) / options.Height), 1, picture.Width);
        return CentreCrop.Apply(picture, width, height);
    }
}
