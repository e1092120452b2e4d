namespace TfExplain.Models.Hdf5;

/// <summary>What fills the unused end of a fixed-length string.</summary>
internal enum StringPadding
{
    ZeroTerminated,
    Zeros,
    Spaces,
}

/// <summary>A string of a fixed number of bytes, or one kept in the global heap.</summary>
internal sealed record StringType(int Size, bool IsVariable, StringPadding Padding, bool IsUtf8) : Datatype(Size)
{
    public override string ToString() => $"string(length={(IsVariable ? "variable" : Size)}, {(IsUtf8 ? "utf-8" : "ascii")})";
}
