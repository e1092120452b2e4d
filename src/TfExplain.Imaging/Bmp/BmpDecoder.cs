using System.Buffers.Binary;

namespace TfExplain.Imaging.Bmp;

/// <summary>Reads uncompressed Windows bitmaps of 1, 4, 8 (palette), 16, 24 and 32 bits, bottom-up or top-down.</summary>
internal static class BmpDecoder
{
    private const int Uncompressed = 0, BitFields = 3, FileHeaderSize = 14, CoreHeaderSize = 12;

    /// <exception cref="ImageFormatException">The file breaks the format or the limits, or is compressed.</exception>
    public static Image Decode(ReadOnlyMemory<byte> memory, string name, ImageReadOptions options)
    {
        var file = memory.Span;
        if (file.Length < FileHeaderSize + CoreHeaderSize)
            throw new ImageFormatException(name, file.Length, "the file ends within the BMP header");
        var header = file[FileHeaderSize..];
        var headerSize = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var isCore = headerSize == CoreHeaderSize;
        if (!isCore && (headerSize < 40 || headerSize > header.Length))
            throw new ImageFormatException(name, FileHeaderSize, $"expected a BMP header of 12 bytes or of 40 and more, found {headerSize}");
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(isCore ? 10 : 14)..]);
        var compression = isCore ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        var topDown = height < 0;
        height = Math.Abs(height);
        if (width < 1 || height < 1 || width * height > options.MaxPixels)
            throw new ImageFormatException(name, 18, $"expected a width and height of at least 1 and at most {options.MaxPixels} pixels, found {width} x {height}");
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32))
            throw new ImageFormatException(name, 28, $"expected 1, 4, 8, 16, 24 or 32 bits a pixel, found {bits}");
        if (compression != Uncompressed && !(compression == BitFields && bits is 16 or 32))
            throw new ImageFormatException(name, 30, $"BMP images of compression {compression} are not supported; convert to PNG or JPEG");
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        var stride = (width * bits + 31) / 32 * 4;
        // The last row may lack its padding.
        var needed = stride * (height - 1) + (width * bits + 7) / 8;
        if (offset > file.Length || file.Length - offset < needed)
            throw new ImageFormatException(name, offset, $"the {width} x {height} pixels need {needed} bytes from byte {offset}, but the file has {file.Length}; it is truncated");

        var image = new Image((int)width, (int)height, 3);
        var colours = new BmpColours(file, name, (int)headerSize, bits, compression == BitFields);
        for (var y = 0; y < height; y++)
        {
            var row = file[(int)(offset + stride * (topDown ? y : height - 1 - y))..];
            for (var x = 0; x < width; x++)
                colours.Read(row, x, image.Row(y).Slice(3 * x, 3));
        }
        return image;
    }
}
