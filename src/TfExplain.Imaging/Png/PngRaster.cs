using System.Buffers.Binary;

namespace TfExplain.Imaging.Png;

/// <summary>A PNG's samples as stored (palette indices, unscaled; two bytes big endian at 16 bits), and what is needed to turn them into colours.</summary>
internal sealed record PngRaster(PngHeader Header, byte[]? Palette, byte[]? Transparency, byte[] Samples)
{
    private int OutputChannels => Header.ColorType switch
    {
        PngColorType.Grey => Transparency is null ? 1 : 4,
        PngColorType.GreyAlpha or PngColorType.Rgba => 4,
        _ => Transparency is null ? 3 : 4,
    };

    /// <summary>Grey, RGB or RGBA of 8 bits: samples scaled by 255 / (2^depth - 1), the upper byte of 16 bits; tRNS applied; no gamma.</summary>
    public Image ToImage()
    {
        if (Header.BitDepth == 16)
            return ToDecodedImage().ToImage();
        if (Header.BitDepth == 8 && Transparency is null && Header.ColorType is PngColorType.Grey or PngColorType.Rgb or PngColorType.Rgba)
            return new Image(Header.Width, Header.Height, OutputChannels, Samples);
        var image = new Image(Header.Width, Header.Height, OutputChannels);
        if (Header.ColorType == PngColorType.Palette)
            LookUp(image);
        else
            Scale(image.Pixels, OutputChannels, static (samples, i) => samples[i], 255 / ((1 << Header.BitDepth) - 1), 255);
        return image;
    }

    /// <summary>The same at full depth: 16 bits where the file has them, else 8.</summary>
    public DecodedImage ToDecodedImage()
    {
        if (Header.BitDepth < 16)
        {
            var image = ToImage();
            return new DecodedImage(image.Width, image.Height, image.Channels, 8, Array.ConvertAll(image.Pixels, static sample => (ushort)sample));
        }
        var wide = new ushort[Header.Width * Header.Height * OutputChannels];
        Scale(wide, OutputChannels, static (samples, i) => BinaryPrimitives.ReadUInt16BigEndian(samples.AsSpan(2 * i)), 1, 65535);
        return new DecodedImage(Header.Width, Header.Height, OutputChannels, 16, wide);
    }

    private void LookUp(Image image)
    {
        var step = image.Channels;
        for (int i = 0, to = 0; i < Samples.Length; i++, to += step)
        {
            int index = Samples[i];
            Palette.AsSpan(3 * index, 3).CopyTo(image.Pixels.AsSpan(to));
            if (Transparency is not null)
                image.Pixels[to + 3] = index < Transparency.Length ? Transparency[index] : (byte)255;
        }
    }

    private void Scale<T>(T[] output, int channels, Func<byte[], int, int> sampleAt, int factor, int opaque) where T : struct, System.Numerics.INumber<T>
    {
        var stored = Header.Channels;
        var colours = stored is 1 or 2 ? 1 : 3;
        Span<int> key = stackalloc int[3];
        for (var c = 0; Transparency is not null && c < stored; c++)
            key[c] = BinaryPrimitives.ReadUInt16BigEndian(Transparency.AsSpan(2 * c));
        for (int from = 0, to = 0; to < output.Length; from += stored, to += channels)
        {
            var matches = Transparency is not null;
            for (var c = 0; c < stored && c < 3; c++)
                matches = matches && sampleAt(Samples, from + c) == key[c];
            for (var c = 0; c < Math.Min(channels, 3); c++)
                output[to + c] = T.CreateTruncating(sampleAt(Samples, from + (colours == 1 ? 0 : c)) * factor);
            if (channels == 4)
                output[to + 3] = T.CreateTruncating(colours < stored ? sampleAt(Samples, from + colours) * factor : matches ? 0 : opaque);
        }
    }
}
