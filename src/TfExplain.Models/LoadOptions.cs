using TfExplain.Models.Keras;

namespace TfExplain;

/// <summary>How <see cref="Model.Load"/> reads a file.</summary>
public sealed record LoadOptions
{
    /// <summary>The Keras layer classes and activations that are known.</summary>
    public KerasOptions Keras { get; init; } = KerasOptions.Default;

    /// <summary>The architecture (<c>config.json</c>, as <c>model.to_json()</c> writes it) for a file that holds weights alone.</summary>
    public string? ConfigPath { get; init; }
}
