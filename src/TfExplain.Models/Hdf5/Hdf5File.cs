namespace TfExplain.Models.Hdf5;

/// <summary>An HDF5 file opened for reading; data stay in the file until they are asked for. Safe for use from several threads.</summary>
public sealed class Hdf5File : IDisposable
{
    private readonly FileSpace space;

    private Hdf5File(ByteSource bytes, string name)
    {
        try
        {
            space = new FileSpace(bytes, name);
            var root = Hdf5Object.Open(space, space.Superblock.RootHeader, "/");
            Root = root as Hdf5Group ?? throw space.Error(root.Offset, "expected the root object to be a group.");
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The root group.</summary>
    public Hdf5Group Root { get; }

    /// <summary>The path or name that the file was opened under.</summary>
    public string Name => space.Name;

    internal Superblock Superblock => space.Superblock;

    /// <summary>Opens a file on disk.</summary>
    /// <exception cref="Hdf5Exception">The file is not HDF5, is truncated or damaged.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Hdf5File Open(string path) => new(new FileByteSource(path), path);

    /// <summary>Opens a seekable stream, which must stay open and unused by others meanwhile; <paramref name="name"/> appears in messages.</summary>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="Hdf5Exception">The stream is not HDF5, is truncated or damaged.</exception>
    public static Hdf5File Open(Stream seekable, string name) => seekable is { CanSeek: true }
        ? new(new StreamByteSource(seekable), name)
        : throw new ArgumentException("The stream must be seekable; copy it into memory first.", nameof(seekable));

    /// <summary>Opens a file held in memory, such as the weights inside a <c>.keras</c> archive; <paramref name="name"/> appears in messages.</summary>
    /// <exception cref="Hdf5Exception">The bytes are not HDF5, are truncated or damaged.</exception>
    public static Hdf5File Open(ReadOnlyMemory<byte> bytes, string name) => new(new MemoryByteSource(bytes), name);

    /// <summary>Closes the file; objects from it can no longer be read.</summary>
    public void Dispose() => space.Dispose();
}
