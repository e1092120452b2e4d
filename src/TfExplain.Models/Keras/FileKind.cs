namespace TfExplain.Models.Keras;

/// <summary>The containers that Keras models come in.</summary>
internal enum FileKind
{
    /// <summary>A whole model or weights, <c>.h5</c>.</summary>
    Hdf5,

    /// <summary>A <c>.keras</c> archive.</summary>
    Zip,

    /// <summary>The index of sharded weights, <c>.weights.json</c>, or an architecture.</summary>
    Json,
}
