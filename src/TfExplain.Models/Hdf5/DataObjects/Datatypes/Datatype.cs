namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 message 0x03: how one element is stored. <see cref="object.ToString"/> gives NumPy's notation.</summary>
/// <remarks><c>Size</c>: Bytes of one element.</remarks>
internal abstract record Datatype(int Size)
{
    /// <summary>The number type inside, and how many of them one element holds.</summary>
    public virtual (Datatype Scalar, int Count) Flatten() => (this, 1);
}
