namespace TfExplain.Models.Hdf5;

/// <summary>Elements that are small arrays themselves.</summary>
internal sealed record ArrayType(int Size, Datatype Base, int[] Dimensions) : Datatype(Size)
{
    public override (Datatype Scalar, int Count) Flatten() => Base.Flatten() is var (scalar, _) ? (scalar, Size / scalar.Size) : default;

    public override string ToString() => $"array({Base}, [{string.Join(", ", Dimensions)}])";
}
