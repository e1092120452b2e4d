using TfExplain.Engine;
using TfExplain.Imaging;

namespace TfExplain;

/// <summary>Turns a network's input back into a picture to look at.</summary>
public static class InputPicture
{
    /// <summary>
    /// The picture of numbers [H, W, C]: the preprocessing undone where it is known, or else the smallest number black and the largest white;
    /// null unless there are 1 or 3 channels.
    /// </summary>
    public static Image? Of(Shape shape, ReadOnlySpan<float> values, Preprocessing? preprocessing)
    {
        var channels = shape[2];
        if (channels is not (1 or 3)) return null;
        float[] black = new float[3], white = new float[3];
        var blueFirst = false;
        if (preprocessing is not null)
        {
            (black, white) = (preprocessing.Pixel(0, 0, 0), preprocessing.Pixel(255, 255, 255));
            blueFirst = preprocessing.Normalization.BlueFirst && channels == 3;
        }
        else
        {
            var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var value in values) (low, high) = (MathF.Min(low, value), MathF.Max(high, value));
            Array.Fill(black, low);
            Array.Fill(white, high > low ? high : low + 1);
        }
        var picture = new Image(shape[1], shape[0], channels);
        for (var i = 0; i < values.Length; i++)
        {
            var c = i % channels;
            picture.Pixels[blueFirst ? i + 2 - 2 * c : i] = (byte)MathF.Round(Math.Clamp((values[i] - black[c]) / (white[c] - black[c]) * 255, 0, 255));
        }
        return picture;
    }
}
