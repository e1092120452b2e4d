using System.Collections.Concurrent;

namespace TfExplain.Models.Hdf5;

/// <summary>A file as the format sees it: checked reads by position, the superblock's sizes, errors that say where.</summary>
internal sealed class FileSpace : IDisposable
{
    /// <summary>How much memory data may take when the file only declares it: never written, or far beyond what is stored.</summary>
    public const long DeclaredLimit = 128L << 20;

    /// <summary>The address that stands for "nowhere".</summary>
    public const long Undefined = -1;

    private readonly ByteSource bytes;

    public FileSpace(ByteSource bytes, string name)
    {
        this.bytes = bytes;
        Name = name;
        GlobalHeap = new GlobalHeap(this);
        Superblock = Superblock.Read(this);
    }

    public string Name { get; }

    public long Length => bytes.Length;

    public Superblock Superblock { get; }

    public GlobalHeap GlobalHeap { get; }

    /// <summary>The links of every group met so far by object header position: paths are looked up again and again.</summary>
    public ConcurrentDictionary<long, GroupLinks> Groups { get; } = [];

    public BlockReader Read(long position, long size, string what)
    {
        Check(position, size, what);
        if (size > Array.MaxLength)
            throw Error(position, $"the {what} takes {size} bytes; at most {Array.MaxLength} are supported.");
        var block = new byte[size];
        ReadChecked(position, block, what);
        return new BlockReader(this, block, position);
    }

    /// <summary>Reads up to <paramref name="size"/> bytes, fewer at the end of the file, for structures whose size stands inside them.</summary>
    public BlockReader ReadUpTo(long position, int size, string what)
    {
        Check(position, 1, what);
        return Read(position, Math.Min(size, Length - position), what);
    }

    public void Read(long position, Span<byte> destination, string what)
    {
        Check(position, destination.Length, what);
        ReadChecked(position, destination, what);
    }

    public void Check(long position, long size, string what)
    {
        if (position == Undefined)
            throw Error(Undefined, $"the address of the {what} is undefined.");
        if (position < 0 || size < 0 || position > Length || size > Length - position)
            throw Error(position, $"the {what} needs {size} bytes here, but the file ends at {Length}; it is truncated or damaged.");
    }

    public Hdf5Exception Error(long position, string message, Exception? inner = null) => new(message, Name, position, inner);

    public void Dispose() => bytes.Dispose();

    private void ReadChecked(long position, Span<byte> destination, string what)
    {
        try
        {
            bytes.Read(position, destination);
        }
        catch (EndOfStreamException e)
        {
            throw Error(position, $"the file became shorter while the {what} was read.", e);
        }
    }
}
