using TfExplain.Training;

namespace TfExplain;

/// <summary>How <see cref="Model.Save"/> writes a file.</summary>
public sealed record SaveOptions
{
    /// <summary>The format; by default the extension decides: <c>.keras</c>, <c>.weights.h5</c>, <c>.h5</c> or <c>.hdf5</c>.</summary>
    public SaveFormat? Format { get; init; }

    /// <summary>Whether weights are rounded to float16: half the size, about three digits.</summary>
    public bool Half { get; init; }

    /// <summary>What training needs besides the weights to go on; null writes a model that is only used.</summary>
    public TrainingState? Training { get; init; }
}
