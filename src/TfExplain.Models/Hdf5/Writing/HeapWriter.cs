using System.Text;

namespace TfExplain.Models.Hdf5.Writing;

/// <summary>Level 1E: the global heap, collections of numbered texts. Where each text lies is known before the first byte is written.</summary>
internal sealed class HeapWriter(long start)
{
    private const int Smallest = 4096, Header = 16, MostObjects = 60_000, Full = 64 * 1024;
    private readonly BlockWriter _closed = new();
    private BlockWriter _objects = new();
    private int _count;

    /// <summary>Puts a text into the heap.</summary>
    /// <returns>The 16 bytes of an element that refers to it.</returns>
    public byte[] Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // An empty text refers to nothing.
        if (bytes.Length == 0) return new byte[16];
        if (_count == MostObjects || (_count > 0 && _objects.Length + bytes.Length > Full)) Close();
        _objects.UInt16(++_count).UInt16(1).UInt32(0).Int64(bytes.Length).Bytes(bytes).Zeros(-bytes.Length & 7);
        return new BlockWriter().UInt32((uint)bytes.Length).Int64(start + _closed.Length).UInt32((uint)_count).ToArray();
    }

    /// <summary>All collections; nothing can be added afterwards.</summary>
    public byte[] Finish()
    {
        if (_count > 0) Close();
        return _closed.ToArray();
    }

    private void Close()
    {
        // The rest of a collection is its object 0, whose length counts its own header.
        var size = Math.Max(Smallest, Header + _objects.Length + Header);
        var rest = size - Header - _objects.Length;
        _closed.Bytes("GCOL"u8).UInt32(1).Int64(size).Bytes(_objects.Written).UInt16(0).UInt16(0).UInt32(0).Int64(rest).Zeros(rest - Header);
        (_objects, _count) = (new(), 0);
    }
}
