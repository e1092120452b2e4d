using System.Text;

namespace TfExplain.Models.Hdf5;

/// <summary>Turns encoded strings into text; ASCII is read as UTF-8, which contains it.</summary>
internal static class StringConversion
{
    public static string[] Convert(FileSpace space, StringType type, ReadOnlyMemory<byte> elements, int count, long position)
    {
        var strings = new string[count];
        var budget = space.Length + FileSpace.DeclaredLimit;
        for (var i = 0; i < count; i++)
        {
            var element = elements.Slice(i * type.Size, type.Size);
            strings[i] = type.IsVariable ? ReadVariable(space, element, position, ref budget) : ReadFixed(type.Padding, element.Span);
        }
        return strings;
    }

    private static string ReadFixed(StringPadding padding, ReadOnlySpan<byte> element)
    {
        var end = element.IndexOf((byte)0);
        return Encoding.UTF8.GetString(padding switch
        {
            StringPadding.ZeroTerminated => end < 0 ? element : element[..end],
            StringPadding.Zeros => element.TrimEnd((byte)0),
            _ => element.TrimEnd((byte)' '),
        });
    }

    private static string ReadVariable(FileSpace space, ReadOnlyMemory<byte> element, long position, ref long budget)
    {
        var reader = new BlockReader(space, element, position);
        var length = reader.ReadUInt32();
        var collection = reader.ReadAddress();
        var index = reader.ReadUInt32();
        // Writers mark an empty string with an address of 0 or with object 0.
        if (length == 0 || index == 0 || collection == FileSpace.Undefined || collection == space.Superblock.Position)
            return length == 0 ? "" : throw space.Error(position, $"a string of {length} bytes has no place in the global heap.");
        var value = space.GlobalHeap.Read(collection, index);
        if (length > value.Length)
            throw space.Error(collection, $"a string of {length} bytes does not fit its global heap object of {value.Length} bytes.");
        // Strings do not share their bytes, so more text than file means that damage made them share.
        if ((budget -= length) < 0)
            throw space.Error(position, "the strings here are longer than the whole file; it is damaged.");
        var text = value.Span[..(int)length];
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
