namespace TfExplain.Models.Hdf5;

/// <summary>The regular grid of chunks that covers a data set.</summary>
internal sealed class ChunkGrid
{
    private readonly long[] dimensions;
    private readonly long[] chunk;
    private readonly long[] counts;

    public ChunkGrid(long[] dimensions, long[] chunk)
    {
        this.dimensions = dimensions;
        this.chunk = chunk;
        counts = [.. dimensions.Zip(chunk, Cover)];
        // Not more than the elements, whose number fits.
        Count = counts.Aggregate(1L, (a, b) => a * b);
    }

    public int Rank => chunk.Length;

    /// <summary>How many chunks cover the data set.</summary>
    public long Count { get; }

    public static long Cover(long length, long chunk) => length / chunk + (length % chunk == 0 ? 0 : 1);

    /// <summary>The number of the chunk at grid coordinates, or -1 when it lies outside, as after a data set shrank.</summary>
    public long NumberOf(ReadOnlySpan<long> coordinates)
    {
        var number = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            if (coordinates[i] < 0 || coordinates[i] >= counts[i])
                return -1;
            number = number * counts[i] + coordinates[i];
        }
        return number;
    }

    /// <summary>The number of the chunk that holds an element, which must be a chunk's first.</summary>
    public long NumberOfOrigin(ReadOnlySpan<long> origin)
    {
        Span<long> coordinates = stackalloc long[Rank];
        for (var i = 0; i < Rank; i++)
            coordinates[i] = origin[i] % chunk[i] == 0 ? origin[i] / chunk[i] : -1;
        return NumberOf(coordinates);
    }

    /// <summary>Whether the chunk reaches over the data set's edge.</summary>
    public bool IsPartial(long number)
    {
        Span<long> origin = stackalloc long[Rank];
        Locate(number, origin);
        for (var i = 0; i < Rank; i++)
            if (origin[i] > dimensions[i] - chunk[i])
                return true;
        return false;
    }

    /// <summary>Copies the part of a chunk that lies inside the data set, row by row.</summary>
    public void Copy(ReadOnlySpan<byte> elements, long number, int elementSize, Span<byte> destination)
    {
        Span<long> origin = stackalloc long[Rank];
        Span<long> inside = stackalloc long[Rank];
        Span<long> row = stackalloc long[Rank];
        Locate(number, origin);
        for (var i = 0; i < Rank; i++)
            inside[i] = Math.Min(chunk[i], dimensions[i] - origin[i]);
        row.Clear();
        var last = Rank - 1;
        var rowBytes = (int)(inside[last] * elementSize);
        while (true)
        {
            long from = 0, to = 0;
            for (var i = 0; i < Rank; i++)
            {
                from = from * chunk[i] + row[i];
                to = to * dimensions[i] + origin[i] + row[i];
            }
            elements.Slice((int)(from * elementSize), rowBytes).CopyTo(destination[(int)(to * elementSize)..]);
            var axis = last - 1;
            while (axis >= 0 && ++row[axis] == inside[axis])
                row[axis--] = 0;
            if (axis < 0)
                return;
        }
    }

    private void Locate(long number, Span<long> origin)
    {
        for (var i = Rank - 1; i >= 0; i--)
            (number, origin[i]) = (number / counts[i], number % counts[i] * chunk[i]);
    }
}
