namespace TfExplain.Models.Hdf5;

/// <summary>How a data set's chunks are found; the numbers are those of layout version 4.</summary>
internal enum ChunkIndexKind
{
    BTree1 = 0,
    Single = 1,
    Implicit = 2,
    FixedArray = 3,
    ExtensibleArray = 4,
    BTree2 = 5,
}
