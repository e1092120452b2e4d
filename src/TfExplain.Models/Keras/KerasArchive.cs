using System.IO.Compression;
using System.Text.Json;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Keras;

/// <summary>
/// A <c>.keras</c> archive: a zip file of <c>config.json</c> and <c>model.weights.h5</c> (or an index <c>model.weights.json</c> of several), in any order,
/// stored or deflated, perhaps below one folder.
/// </summary>
internal sealed class KerasArchive : IDisposable
{
    // An entry beyond this size may inflate to at most that many times its packed size; weights and JSON stay far below.
    private const long FreeSize = 16 << 20;
    private const long MostExpansion = 100;

    private readonly Stream _file;
    private readonly string _path;
    private readonly ZipArchive _zip;
    private readonly string _folder;

    public KerasArchive(Stream file, string path)
    {
        (_file, _path) = (file, path);
        try
        {
            _zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            _ = _zip.Entries;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or OverflowException)
        {
            _zip?.Dispose();
            throw new ModelFormatException($"the zip archive is damaged or truncated: {e.Message}", e);
        }
        var config = _zip.Entries.Where(e => e.Name == "config.json").MinBy(e => e.FullName.Length)
            ?? throw new ModelFormatException($"this zip archive has no config.json; it is {Describe()}. Expected a .keras archive with config.json and model.weights.h5.");
        _folder = config.FullName[..^"config.json".Length];
    }

    /// <summary>The architecture.</summary>
    public byte[] Config => ReadAll(Entry("config.json")!);

    /// <summary>The Keras that wrote the archive, from <c>metadata.json</c>; null where it does not say.</summary>
    public string? KerasVersion
    {
        get
        {
            if (!Has("metadata.json")) return null;
            using var json = Architecture.Parse(Read("metadata.json"), "metadata.json");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("keras_version", out var version) ? version.ToString() : null;
        }
    }

    public bool Has(string name) => Entry(name) is not null;

    /// <summary>The bytes of a small entry.</summary>
    public byte[] Read(string name) => ReadAll(Entry(name) ?? throw Missing(name));

    /// <summary>An HDF5 file in the archive: read in place where it is stored, inflated into memory otherwise.</summary>
    public Hdf5File OpenHdf5(string name)
    {
        var entry = Entry(name) ?? throw Missing(name);
        if (Stored(entry) is { } stored) return Hdf5File.Open(stored, $"{_path}/{name}");
        return Hdf5File.Open(ReadAll(entry), $"{_path}/{name}");
    }

    public void Dispose() => _zip.Dispose();

    private ZipArchiveEntry? Entry(string name) => _zip.GetEntry(_folder + name);

    private ModelFormatException Missing(string name) =>
        new($"the archive has no {name}; it holds {string.Join(", ", _zip.Entries.Take(10).Select(e => e.FullName))}{(_zip.Entries.Count > 10 ? ", ..." : "")}.");

    private string Describe()
    {
        if (_zip.Entries.Count == 0) return "empty";
        if (_zip.Entries.Any(e => e.Name == "data.pkl")) return "a PyTorch file";
        if (_zip.Entries.Any(e => e.Name == "saved_model.pb")) return "a zipped SavedModel";
        if (_zip.Entries.All(e => e.Name.EndsWith(".npy", StringComparison.Ordinal))) return "a NumPy archive (.npz)";
        return $"an archive of {string.Join(", ", _zip.Entries.Take(5).Select(e => e.FullName))}";
    }

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        var most = Math.Max(FreeSize, entry.CompressedLength * MostExpansion);
        if (entry.Length > Math.Min(most, Array.MaxLength))
            throw new ModelFormatException($"{entry.FullName} declares {entry.Length:N0} bytes packed into {entry.CompressedLength:N0}; at most {Math.Min(most, Array.MaxLength):N0} are inflated.");
        try
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int count; (count = stream.Read(buffer)) > 0; bytes.Write(buffer, 0, count))
                if (bytes.Length + count > entry.Length) throw new ModelFormatException($"{entry.FullName} inflates to more than the {entry.Length:N0} bytes it declares.");
            var all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            Check(entry, all.Length, Crc32.Append(0, all));
            return all.Length == bytes.Capacity ? bytes.GetBuffer() : all.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelFormatException($"{entry.FullName} cannot be unpacked: {e.Message}", e);
        }
    }

    /// <summary>The place of an entry that is not packed; null where it is, or cannot be found.</summary>
    private FileWindow? Stored(ZipArchiveEntry entry)
    {
        if (entry.CompressedLength != entry.Length || entry.Length == 0) return null;
        // The library does not tell where an entry's data begin, but where the file stands after their first byte; the checksum proves it.
        using (var first = entry.Open())
            if (first.ReadByte() < 0) return null;
        var window = new FileWindow(_file, _file.Position - 1, entry.Length);
        var (crc, buffer) = (0u, new byte[1 << 18]);
        for (int count; (count = window.Read(buffer)) > 0;) crc = Crc32.Append(crc, buffer.AsSpan(0, count));
        return window.Position == entry.Length && crc == entry.Crc32 ? window : null;
    }

    private static void Check(ZipArchiveEntry entry, long length, uint crc)
    {
        if (length != entry.Length) throw new ModelFormatException($"{entry.FullName} should hold {entry.Length:N0} bytes; the zip archive gives {length:N0}.");
        if (crc != entry.Crc32) throw new ModelFormatException($"{entry.FullName} is damaged (crc mismatch): its CRC-32 should be {entry.Crc32:X8}; it is {crc:X8}. Copy or download the file again.");
    }
}
