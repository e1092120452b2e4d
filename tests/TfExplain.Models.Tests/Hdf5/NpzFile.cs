using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TfExplain.Models.Tests.Hdf5;

/// <summary>The arrays of an .npz file as raw little-endian bytes with their NumPy type.</summary>
internal static class NpzFile
{
    public static Dictionary<string, (string Type, byte[] Data)> Read(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(e => Path.GetFileNameWithoutExtension(e.Name), ReadArray);
    }

    private static (string, byte[]) ReadArray(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var all = bytes.ToArray();
        var start = all[6] == 1 ? 10 : 12;
        var length = all[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(8)) : BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(8));
        var header = Encoding.ASCII.GetString(all, start, length);
        header.ShouldContain("'fortran_order': False");
        var type = header.Split("'descr': '")[1].Split('\'')[0];
        return (type, all[(start + length)..]);
    }
}
