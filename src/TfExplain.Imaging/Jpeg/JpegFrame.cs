using System.Buffers.Binary;

namespace TfExplain.Imaging.Jpeg;

/// <summary>The frame header: size and components.</summary>
internal sealed record JpegFrame(int Width, int Height, bool Progressive, JpegComponent[] Components)
{
    public int MaxHorizontal { get; } = Components.Max(static c => c.Horizontal);

    public int MaxVertical { get; } = Components.Max(static c => c.Vertical);

    public static JpegFrame Decode(int marker, JpegFile file, ImageReadOptions options)
    {
        if (marker is not (JpegMarker.Sof0 or JpegMarker.Sof1 or JpegMarker.Sof2))
            throw file.Error($"{JpegMarker.Process(marker)} JPEG images are not supported; convert to baseline or progressive JPEG, or PNG");
        var data = file.Data;
        if (data.Length < 6 || data.Length != 6 + 3 * data[5])
            throw file.Error($"expected a frame header of 6 bytes and 3 for each component, found {data.Length}");
        if (data[0] != 8)
            throw file.Error($"JPEG images of {data[0]} bits a sample are not supported; convert to 8 bits");
        int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (width == 0 || height == 0)
            throw file.Error($"expected a width and height of at least 1, found {width} x {height}");
        CheckSize((long)width * height, $"{width} x {height}", file, options);
        if (data[5] is not (1 or 3 or 4))
            throw file.Error($"expected 1, 3 or 4 colour components, found {data[5]}");
        var components = new JpegComponent[data[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var c = data.Slice(6 + 3 * i, 3);
            int horizontal = c[1] >> 4, vertical = c[1] & 15;
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || c[2] > 3)
                throw file.Error($"expected sampling factors 1 to 4 and a quantization table 0 to 3, found {horizontal} x {vertical} and {c[2]}");
            components[i] = new JpegComponent(c[0], horizontal, vertical, c[2]);
        }
        var frame = new JpegFrame(width, height, marker == JpegMarker.Sof2, components);
        foreach (var c in components)
        {
            if (frame.MaxHorizontal % c.Horizontal != 0 || frame.MaxVertical % c.Vertical != 0)
                throw file.Error($"a component sampled {c.Horizontal} x {c.Vertical} beside one of {frame.MaxHorizontal} x {frame.MaxVertical} is not supported");
            c.Measure(width, height, frame.MaxHorizontal, frame.MaxVertical);
        }
        return frame;
    }

    // Entropy coding needs at least a bit for each block's DC, so a whole file has fewer than 512 pixels a byte; a truncated one gets some grace.
    private static void CheckSize(long pixels, string size, JpegFile file, ImageReadOptions options)
    {
        if (pixels > options.MaxPixels)
            throw file.Error($"the image declares {size} pixels, more than the limit of {options.MaxPixels}; raise ImageReadOptions.MaxPixels to read it");
        if (pixels > (1 << 20) + 2048L * file.Bytes.Length)
            throw file.Error($"the image declares {size} pixels, which a file of {file.Bytes.Length} bytes cannot hold; it is truncated or damaged");
    }
}
