using System.Text;

namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 message 0x0B: the filters that every chunk went through when it was written, first to last.</summary>
internal static class FilterPipeline
{
    private const int MaxFilters = 32;

    public static IReadOnlyList<Filter> Read(FileSpace space, ObjectHeader header)
    {
        if (header.Find(MessageType.FilterPipeline) is not { } message)
            return [];
        var reader = message.Open(space);
        var version = reader.ReadByte();
        var count = reader.ReadByte();
        if (version is < 1 or > 2)
            throw space.Error(message.Position, $"expected version 1 or 2 of a filter pipeline, found {version}.");
        if (count > MaxFilters)
            throw space.Error(message.Position, $"expected at most {MaxFilters} filters, found {count}.");
        if (version == 1)
            reader.Skip(6);
        var filters = new List<Filter>();
        for (var i = 0; i < count; i++)
            filters.Add(ReadFilter(reader, version));
        return filters;
    }

    private static Filter ReadFilter(BlockReader reader, int version)
    {
        const int firstRegistered = 256;
        var at = reader.Position;
        var number = reader.ReadUInt16();
        var nameSize = version == 1 || number >= firstRegistered ? reader.ReadUInt16() : (ushort)0;
        reader.Skip(2); // whether the writer could do without the filter: no matter for a reader
        var valueCount = reader.ReadUInt16();
        var name = Encoding.UTF8.GetString(reader.ReadBytes(version == 1 ? nameSize + 7 & ~7 : nameSize).Span).TrimEnd('\0');
        var values = new uint[Math.Min(valueCount, reader.Remaining / 4)];
        if (values.Length < valueCount)
            throw reader.Space.Error(at, $"a filter declares {valueCount} values, more than its message holds.");
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadUInt32();
        if (version == 1 && valueCount % 2 == 1)
            reader.Skip(4);
        return new Filter(number, name, values);
    }
}
