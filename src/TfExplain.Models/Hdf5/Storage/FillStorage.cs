namespace TfExplain.Models.Hdf5;

/// <summary>Elements that were never written.</summary>
internal sealed class FillStorage(ReadOnlyMemory<byte> fill) : IElementStorage
{
    public long BackedBytes => 0;

    public void Read(Span<byte> destination) => Fill(destination, fill.Span);

    /// <summary>Repeats one element; an empty one stands for zeros.</summary>
    public static void Fill(Span<byte> destination, ReadOnlySpan<byte> element)
    {
        if (!element.ContainsAnyExcept((byte)0))
        {
            destination.Clear();
            return;
        }
        // Doubling what is already filled keeps small elements fast.
        element.CopyTo(destination);
        for (var filled = element.Length; filled < destination.Length; filled *= 2)
            destination[..Math.Min(filled, destination.Length - filled)].CopyTo(destination[filled..]);
    }
}
