using System.Text;

namespace TfExplain.Models.Keras;

/// <summary>Tells file formats apart by their first bytes; names and extensions are not trusted.</summary>
internal static class FileSignature
{
    private const string Expected = "expected a Keras model: a .keras archive (zip), a .h5 file (HDF5), or a .weights.json index";

    private static readonly (string Name, int Offset, byte[] Bytes)[] s_others =
    [
        ("a PNG image", 0, [0x89, (byte)'P', (byte)'N', (byte)'G']),
        ("a JPEG image", 0, [0xFF, 0xD8, 0xFF]),
        ("a GIF image", 0, "GIF8"u8.ToArray()),
        ("a BMP image", 0, "BM"u8.ToArray()),
        ("a PDF document", 0, "%PDF"u8.ToArray()),
        ("a gzip file; unpack it first", 0, [0x1F, 0x8B]),
        ("a TensorFlow Lite model", 4, "TFL3"u8.ToArray()),
        ("a GGUF model", 0, "GGUF"u8.ToArray()),
        ("a NumPy array (.npy)", 0, [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']),
        ("a Python pickle, which may hold code and is never read", 0, [0x80, 0x02]),
        ("a Python pickle, which may hold code and is never read", 0, [0x80, 0x04]),
        ("a Git LFS pointer; fetch the file itself with 'git lfs pull'", 0, "version https://git-lfs"u8.ToArray()),
        ("a web page", 0, "<!DOCTYPE"u8.ToArray()),
        ("a web page", 0, "<html"u8.ToArray()),
        ("safetensors weights", 8, "{\""u8.ToArray()),
    ];

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>The container of an open file.</summary>
    /// <exception cref="ModelFormatException">It is none that is known; the message says what it is.</exception>
    public static FileKind Of(Stream file)
    {
        if (file.Length == 0) throw new ModelFormatException($"the file is empty; {Expected}");
        Span<byte> start = stackalloc byte[64];
        start = start[..Read(file, 0, start)];
        if (start.StartsWith(Hdf5)) return FileKind.Hdf5;
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8)) return FileKind.Zip;
        if (FirstCharacter(start) == '{') return FileKind.Json;
        if (HasUserBlock(file)) return FileKind.Hdf5;
        throw new ModelFormatException($"this is {Describe(start)}; {Expected}");
    }

    /// <summary>Other data may come first in an HDF5 file: the signature then stands at 512, 1024, 2048, ... It may stand there in an archive too.</summary>
    private static bool HasUserBlock(Stream file)
    {
        Span<byte> signature = stackalloc byte[8];
        for (long position = 512; position < file.Length; position *= 2)
            if (Read(file, position, signature) == signature.Length && signature.SequenceEqual(Hdf5)) return true;
        return false;
    }

    private static string Describe(ReadOnlySpan<byte> start)
    {
        foreach (var (name, offset, bytes) in s_others)
            if (start.Length >= offset + bytes.Length && start.Slice(offset, bytes.Length).SequenceEqual(bytes)) return name;
        // Protocol buffers have no signature: ONNX begins with its version (field 1), a SavedModel with its schema version 1.
        if (start is [0x08, 0x01, 0x12, ..]) return "a SavedModel's protocol buffer (saved_model.pb)";
        if (start is [0x08, >= 3 and <= 20, 0x12 or 0x1A or 0x22 or 0x3A or 0x42, ..]) return "an ONNX model";
        return $"neither a zip archive nor an HDF5 file (its first bytes are {Convert.ToHexString(start[..Math.Min(8, start.Length)])})";
    }

    private static char FirstCharacter(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble)) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        return start.IsEmpty ? '\0' : (char)start[0];
    }

    private static int Read(Stream file, long position, Span<byte> target)
    {
        file.Position = position;
        return file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
    }
}
