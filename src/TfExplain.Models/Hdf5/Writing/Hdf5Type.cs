namespace TfExplain.Models.Hdf5.Writing;

/// <summary>The types of elements that are written, all little-endian.</summary>
internal enum Hdf5Type
{
    Float16,
    Float32,
    Float64,
    Int64,
    UInt8,
}
