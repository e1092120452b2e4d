using TfExplain.Models.Keras;

namespace TfExplain;

/// <summary>How <see cref="Model.Load"/> reads a file.</summary>
public sealed record LoadOptions
{
    /// <summary>The Keras layer classes and activations that are known.</summary>
    public KerasOptions Keras { get; init; } = KerasOptions.Default;

    /// <summary>
    /// The architecture (<c>config.json</c>, as <c>model.to_json()</c> writes it) for a file that holds weights alone, or instead of the file's own.
    /// Where absent, <c>name.config.json</c> or <c>name.json</c> beside the weights <c>name.weights.h5</c> is taken.
    /// </summary>
    public string? ConfigPath { get; init; }

    /// <summary>Matches the layers of Keras 2 weights by their names instead of by position; the file may hold further layers then.</summary>
    public bool WeightsByName { get; init; }
}
