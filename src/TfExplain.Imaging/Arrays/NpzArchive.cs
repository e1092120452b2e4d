using System.IO.Compression;

namespace TfExplain.Imaging.Arrays;

/// <summary>NumPy's <c>.npz</c>: a ZIP file of named arrays, each read when asked for. Safe to share between threads.</summary>
public sealed class NpzArchive : IDisposable
{
    // A deflated entry may declare, and inflate to, far more than the file holds.
    private const int MaxInflated = 256 << 20;

    private readonly string fileName;
    private readonly Stream file;
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];

    private NpzArchive(Stream file, string fileName)
    {
        (this.file, this.fileName) = (file, fileName);
        try
        {
            zip = new ZipArchive(file, ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
                entries[entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName] = entry;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or OverflowException)
        {
            zip?.Dispose();
            file.Dispose();
            throw new NpyFormatException(fileName, $"expected a ZIP archive of .npy files: {e.Message}", e);
        }
    }

    /// <summary>The arrays' names, in the file's order.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Reads an array.</summary>
    /// <exception cref="KeyNotFoundException">The archive has no array of that name.</exception>
    /// <exception cref="NpyFormatException">The array is damaged, or its element type cannot be read.</exception>
    public NpyArray this[string name]
    {
        get
        {
            if (!entries.TryGetValue(name, out var entry))
                throw new KeyNotFoundException($"{fileName} has no array '{name}'; it has {string.Join(", ", entries.Keys.Take(20))}{(entries.Count > 20 ? ", ..." : "")}.");
            var data = Read(entry, $"{fileName}/{entry.FullName}");
            return NpyArray.Load(data, $"{fileName}/{entry.FullName}");
        }
    }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="NpyFormatException">The file is not a ZIP archive.</exception>
    public static NpzArchive Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), path);

    /// <summary>Opens an archive from a file's bytes; the name is for error messages.</summary>
    /// <exception cref="NpyFormatException">The data is not a ZIP archive.</exception>
    public static NpzArchive Open(byte[] file, string name) => new(new MemoryStream(file, writable: false), name);

    /// <summary>Writes an archive, deflated unless told otherwise.</summary>
    public static void Save(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress = true)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, array) in arrays)
            {
                var entry = zip.CreateEntry(name + ".npy", compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                // A fixed time keeps equal arrays equal files.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(array.ToBytes());
            }
        FileBytes.Write(path, file.GetBuffer().AsSpan(0, (int)file.Length));
    }

    /// <summary>True when the archive has an array of that name.</summary>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        zip.Dispose();
        file.Dispose();
    }

    private byte[] Read(ZipArchiveEntry entry, string name)
    {
        var most = entry.CompressedLength == entry.Length ? Math.Min(entry.Length, file.Length) : MaxInflated;
        if (entry.Length > most)
            throw new NpyFormatException(name, $"the entry declares {entry.Length} bytes, more than the {most} that are inflated; save it with numpy.savez (not compressed)");
        lock (zip)
            try
            {
                using var stream = entry.Open();
                using var data = new MemoryStream();
                var buffer = new byte[1 << 16];
                for (int n; (n = stream.Read(buffer)) > 0; data.Write(buffer, 0, n))
                    if (data.Length + n > most)
                        throw new NpyFormatException(name, $"the entry inflates to more than {most} bytes");
                return data.ToArray();
            }
            catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
            {
                throw new NpyFormatException(name, $"the entry cannot be inflated: {e.Message}", e);
            }
    }
}
