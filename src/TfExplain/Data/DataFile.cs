using System.IO.Compression;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Opens a file of samples, inflating gzip.</summary>
internal static class DataFile
{
    /// <summary>Reads a file, plain or gzip by its first bytes, and turns what goes wrong in it into a <see cref="DatasetException"/> with its name.</summary>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        if (Directory.Exists(path) || !File.Exists(path)) throw new DatasetException($"{path}: expected a file; found {(Directory.Exists(path) ? "a folder" : "nothing of that name")}.");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            if (!gzip) return read(file);
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            return read(inflated);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetException($"{path}: the file is damaged or not complete: {e.Message}", e);
        }
    }
}
