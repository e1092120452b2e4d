namespace TfExplain;

/// <summary>The file formats that <see cref="Model.Save"/> writes.</summary>
public enum SaveFormat
{
    /// <summary>A <c>.keras</c> archive in Keras 3's form: architecture, weights, and the training state if there is one.</summary>
    Keras,

    /// <summary>A whole model in HDF5, <c>.h5</c>, in Keras 2's form, which Keras 2 and 3 read.</summary>
    Hdf5,

    /// <summary>Weights alone in Keras 3's form, <c>.weights.h5</c>.</summary>
    Weights,

    /// <summary>Weights alone in Keras 2's form, an HDF5 file; only by choice, since no extension stands for it.</summary>
    LegacyWeights,
}
