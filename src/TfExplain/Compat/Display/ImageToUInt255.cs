using System.Numerics;
using TfExplain.Imaging.Preprocessing;

namespace TfExplain;

/// <summary>x 255, or (x + 1) / 2 255 where an image holds negative numbers, cast with wrapping: image_to_uint_255. Right for [0, 1] and [-1, 1]; noise for anything else.</summary>
internal static class ImageToUInt255
{
    public static byte[] Of<T>(ReadOnlySpan<T> image) where T : IFloatingPoint<T>
    {
        var negative = false;
        foreach (var value in image) negative |= value < T.Zero;
        T two = T.One + T.One, full = T.CreateChecked(255);
        var bytes = new byte[image.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = UInt8Cast.Wrap((negative ? (image[i] + T.One) / two : image[i]) * full);
        return bytes;
    }

    /// <summary>An input's pixels; those of an array of bytes are kept.</summary>
    public static byte[] Of(ModelImage image)
    {
        if (!IsBytes(image)) return Of(image.Values.Span);
        var bytes = new byte[image.Values.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)image.Values.Span[i];
        return bytes;
    }

    /// <summary>Whether the library would have got an array of bytes: a picture's own pixels, not normalised.</summary>
    public static bool IsBytes(ModelImage image) => image.Picture is not null && image.Preprocessing?.Normalization == PixelNormalization.None;
}
