namespace TfExplain.Imaging;

/// <summary>Whole files in memory, in and out.</summary>
internal static class FileBytes
{
    private const int MaxLength = 256 << 20;

    public static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream, path);
    }

    /// <summary>Reads to the end, at most 256 MiB.</summary>
    public static byte[] Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek)
        {
            var length = stream.Length - stream.Position;
            if (length > MaxLength)
                throw new ImageFormatException(name, 0, $"the file has {length} bytes; at most {MaxLength} are read as an image");
            var file = new byte[length];
            stream.ReadExactly(file);
            return file;
        }
        using var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int n; (n = stream.Read(buffer)) > 0; copy.Write(buffer, 0, n))
            if (copy.Length + n > MaxLength)
                throw new ImageFormatException(name, copy.Length, $"the data has more than {MaxLength} bytes; at most that many are read as an image");
        return copy.ToArray();
    }

    /// <summary>Writes beside the target and renames, so that readers see the old file or the whole new one.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
