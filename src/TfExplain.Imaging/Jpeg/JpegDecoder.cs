using System.Buffers.Binary;

namespace TfExplain.Imaging.Jpeg;

/// <summary>
/// Reads baseline, extended sequential and progressive JPEG files of 8 bits (ITU-T T.81), with libjpeg-turbo's pixels: slow integer DCT, fancy upsampling,
/// block smoothing of incomplete progressive files. A file that ends within a scan gives what was there; no colour management.
/// </summary>
internal sealed class JpegDecoder
{
    // Each scan costs a walk over the image; real files have about ten.
    private const int MaxScans = 200;

    private readonly JpegFile file;
    private readonly ImageReadOptions options;
    private readonly ushort[]?[] quantizers = new ushort[4][];
    private readonly HuffmanTable?[] dcTables = new HuffmanTable[4], acTables = new HuffmanTable[4];
    private JpegFrame? frame;
    private int scans, restartInterval, lastGoodRow, orientation = ExifOrientation.Upright;
    private int? adobeTransform;
    private bool jfif, transformedAtOnce;

    private JpegDecoder(JpegFile file, ImageReadOptions options) => (this.file, this.options) = (file, options);

    /// <exception cref="ImageFormatException">The file breaks the format or the limits, or is of a kind that is not supported.</exception>
    public static JpegRaster Decode(ReadOnlyMemory<byte> file, string name, ImageReadOptions options) =>
        new JpegDecoder(new JpegFile(file, name) { Position = 2 }, options).Decode();

    private JpegRaster Decode()
    {
        while (file.NextMarker() is var marker and not (0 or JpegMarker.Eoi))
        {
            if (marker == JpegMarker.Soi)
                throw file.Error("found a second start of image (SOI)");
            if (JpegMarker.IsAlone(marker))
                continue;
            if (!file.TryReadSegment())
            {
                if (scans == 0)
                    throw file.Error($"the file ends within the segment FF{marker:X2}; it is truncated");
                break;
            }
            ReadSegment(marker);
        }
        if (frame is null || scans == 0)
            throw file.Error($"the file ends without {(frame is null ? "a frame header (SOF)" : "a scan (SOS)")}; it has no pixels");
        if (!transformedAtOnce)
            TransformAll();
        return Render();
    }

    private void ReadSegment(int marker)
    {
        var data = file.Data;
        switch (marker)
        {
            case JpegMarker.Dqt:
                ReadQuantizers(data);
                break;
            case JpegMarker.Dht:
                ReadHuffmanTables(data);
                break;
            case JpegMarker.Dri:
                restartInterval = data.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : throw file.Error($"expected a restart interval of 2 bytes, found {data.Length}");
                break;
            case JpegMarker.Sos:
                ReadScan();
                break;
            case JpegMarker.App0:
                jfif |= data.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.App1 when orientation == ExifOrientation.Upright:
                orientation = ExifOrientation.Read(data);
                break;
            case JpegMarker.App14 when data.Length >= 12 && data.StartsWith("Adobe"u8):
                adobeTransform = data[11];
                break;
            case var _ when JpegMarker.IsFrame(marker):
                frame = frame is null ? JpegFrame.Decode(marker, file, options) : throw file.Error("found a second frame header (SOF)");
                break;
        }
    }

    private void ReadQuantizers(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (size, index) = (1 + (data[0] >> 4), data[0] & 15);
            if (size > 2 || index > 3 || data.Length < 1 + 64 * size)
                throw file.Error($"expected a quantization table 0 to 3 of 64 values, found table {index} with {data.Length - 1} bytes for {64 * size}");
            var table = new ushort[64];
            for (var k = 0; k < 64; k++)
                table[ZigZag.Order[k]] = size == 1 ? data[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * k)..]);
            quantizers[index] = table;
            data = data[(1 + 64 * size)..];
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (kind, index) = (data[0] >> 4, data[0] & 15);
            if (kind > 1 || index > 3 || data.Length < 17)
                throw file.Error($"expected a Huffman table of kind 0 or 1 and number 0 to 3 with 16 lengths, found kind {kind}, number {index} and {data.Length - 1} bytes");
            var counts = data.Slice(1, 16);
            var total = 0;
            foreach (var count in counts)
                total += count;
            if (total > Math.Min(256, data.Length - 17))
                throw file.Error($"the Huffman table declares {total} codes, but {data.Length - 17} bytes are left in its segment (and 256 codes are the most)");
            (kind == 0 ? dcTables : acTables)[index] = HuffmanTable.Build(counts, data.Slice(17, total))
                ?? throw file.Error("the Huffman table has more codes of a length than fit");
            data = data[(17 + total)..];
        }
    }

    private void ReadScan()
    {
        if (frame is null)
            throw file.Error("expected a frame header (SOF) before the first scan (SOS), found none");
        if (++scans > MaxScans)
            throw file.Error($"the file has more than {MaxScans} scans");
        var scan = JpegScan.Decode(file, frame, dcTables, acTables);
        if (scans == 1)
        {
            transformedAtOnce = !frame.Progressive && scan.Parts.Length == frame.Components.Length;
            foreach (var component in frame.Components)
                component.Allocate(storeCoefficients: !transformedAtOnce);
        }
        foreach (var (component, _, _) in scan.Parts)
        {
            component.Quantizer ??= quantizers[component.QuantizerIndex]
                ?? throw file.Error($"the component {component.Id} uses the quantization table {component.QuantizerIndex}, which the file has not defined");
            NoteProgress(component, scan);
        }
        var decoder = new ScanDecoder(frame, scan, restartInterval, new EntropyReader(file.Bytes, file.Position));
        file.Position = decoder.Decode(transformedAtOnce);
        lastGoodRow = decoder.LastGoodRow;
    }

    private void NoteProgress(JpegComponent component, JpegScan scan)
    {
        for (var k = Math.Min(scan.First, 1); k <= Math.Max(scan.Last, 9) && k < 10; k++)
            component.PreviousMissingBits[k] = scans > 1 ? component.MissingBits[k] : 0;
        component.MissingBits.AsSpan(scan.First, scan.Last - scan.First + 1).Fill(scan.Low);
    }

    private void TransformAll()
    {
        var smooth = frame!.Progressive && BlockSmoothing.IsUseful(frame);
        Span<short> block = stackalloc short[64];
        foreach (var component in frame.Components)
            for (var y = 0; y < component.BlocksDown; y++)
                for (var x = 0; x < component.BlocksAcross; x++)
                {
                    if (smooth)
                        BlockSmoothing.Estimate(component, x, y, lastGoodRow, block);
                    else
                        component.Coefficients.AsSpan((y * component.StoredAcross + x) * 64, 64).CopyTo(block);
                    InverseDct.Transform(block, component.Quantizer, component.Samples.AsSpan((y * component.StoredAcross * 8 + x) * 8), component.StoredAcross * 8);
                }
    }

    private JpegRaster Render()
    {
        var (width, height, components) = (frame!.Width, frame.Height, frame.Components);
        var colors = JpegColors.Detect(frame, jfif, adobeTransform);
        var channels = components.Length;
        var pixels = new byte[width * height * channels];
        // Each row buffer has room for the rounding up of the component's width.
        var buffers = Array.ConvertAll(components, _ => new byte[width + 8]);
        for (var y = 0; y < height; y++)
        {
            var row = pixels.AsSpan(y * width * channels, width * channels);
            if (colors is JpegColorSpace.YCbCr or JpegColorSpace.Ycck)
                JpegColors.YCbCrToRgb(Upsampling.Row(components[0], frame, y, buffers[0]), Upsampling.Row(components[1], frame, y, buffers[1]),
                    Upsampling.Row(components[2], frame, y, buffers[2]), row, channels, width);
            for (var c = colors is JpegColorSpace.YCbCr or JpegColorSpace.Ycck ? 3 : 0; c < channels; c++)
                JpegColors.Interleave(Upsampling.Row(components[c], frame, y, buffers[c]), row[c..], channels, width);
            if (channels == 4)
                ToInks(row, colors);
        }
        return new JpegRaster(width, height, channels, pixels, orientation);
    }

    // Adobe's files store 255 - ink; and YCCK's first three, converted to RGB, are 255 - that.
    private static void ToInks(Span<byte> row, JpegColorSpace colors)
    {
        for (var i = 0; i < row.Length; i++)
            if (colors == JpegColorSpace.Cmyk || i % 4 == 3)
                row[i] = (byte)(255 - row[i]);
    }
}
