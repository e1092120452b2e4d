namespace TfExplain.Models.Hdf5;

/// <summary>A stored chunk.</summary>
/// <remarks>
/// <c>Number</c>: Its place among the data set's present chunks, last dimension fastest.
/// <c>SkippedFilters</c>: Bit i is set when filter i was not applied.
/// </remarks>
internal readonly record struct Chunk(long Number, long Position, long Size, uint SkippedFilters);
