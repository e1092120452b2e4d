using System.Text;

namespace TfExplain.Models.Hdf5;

/// <summary>Level 1D: the link names of one old-style group.</summary>
internal sealed class LocalHeap
{
    private readonly FileSpace space;
    private readonly long position;
    private readonly ReadOnlyMemory<byte> data;
    private long handedOut;

    public LocalHeap(FileSpace space, long position)
    {
        var reader = space.ReadUpTo(position, 32, "local heap");
        reader.ExpectSignature("HEAP"u8, "local heap");
        reader.ExpectVersion(0, "local heap");
        reader.Skip(3);
        var size = reader.ReadLength();
        reader.ReadLength(); // head of the free list
        this.space = space;
        this.position = reader.ReadAddress();
        data = space.Read(this.position, size, "local heap's data segment").ReadBytes(size);
    }

    public string ReadName(long offset)
    {
        if (offset < 0 || offset >= data.Length)
            throw space.Error(position, $"a link name at offset {offset} lies outside the local heap of {data.Length} bytes.");
        var rest = data.Span[(int)offset..];
        var length = rest.IndexOf((byte)0);
        if (length < 0)
            throw space.Error(position + offset, "a link name has no terminating zero byte inside the local heap.");
        // Every name has its own bytes, so more than the heap's size means that damaged entries share them.
        handedOut += length;
        if (handedOut > data.Length)
            throw space.Error(position, $"the names of a group overlap in its local heap of {data.Length} bytes.");
        return Encoding.UTF8.GetString(rest[..length]);
    }
}
