using System.Text.Json;

namespace TfExplain.Cli;

/// <summary>What <c>train</c> is asked for.</summary>
internal sealed record TrainSettings
{
    public required string Data { get; init; }

    public string? DataFolder { get; init; }

    /// <summary>The share of the training samples to validate with; null for the data's own test part, or a fifth where there is none.</summary>
    public double? ValidationSplit { get; init; }

    public int? Take { get; init; }

    public int? ImageSize { get; init; }

    public required string Model { get; init; }

    public bool NewHead { get; init; }

    public bool FineTune { get; init; }

    public Preprocessing? Preprocessing { get; init; }

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    public required string Optimizer { get; init; }

    public float? LearningRate { get; init; }

    public string? Loss { get; init; }

    public int Seed { get; init; }

    /// <summary>0 for all processors.</summary>
    public int Threads { get; init; }

    public required IReadOnlyList<string> Augmentations { get; init; }

    /// <summary>The epochs without improvement that are borne; null for all.</summary>
    public int? Patience { get; init; }

    /// <summary>The methods to explain with; null for the one that suits the network.</summary>
    public IReadOnlyList<Method>? Methods { get; init; }

    public string? ExplainedClass { get; init; }

    public int ExplainedImages { get; init; }

    public int Every { get; init; }

    public required string Folder { get; init; }

    public bool Resume { get; init; }

    public bool Overwrite { get; init; }

    public int? CheckpointSteps { get; init; }

    /// <summary>Whether the epoch with the highest accuracy becomes the model, instead of the last.</summary>
    public bool KeepsBest { get; init; }

    public bool Json { get; init; }

    /// <summary>The options that decide the numbers: a run goes on with the same ones only.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("DATA", Data);
        json.WriteString("--validation-split", Text(ValidationSplit));
        json.WriteString("--take", Text(Take));
        json.WriteString("--image-size", Text(ImageSize));
        json.WriteString("--model", Model);
        json.WriteString("--new-head", Text(NewHead));
        json.WriteString("--fine-tune", Text(FineTune));
        json.WriteString("--preprocess", Preprocessing?.Name ?? "");
        json.WriteString("--batch-size", Text(BatchSize));
        json.WriteString("--optimizer", Optimizer);
        json.WriteString("--learning-rate", Text(LearningRate));
        json.WriteString("--loss", Loss ?? "");
        json.WriteString("--seed", Text(Seed));
        json.WriteString("--augment", string.Join(',', Augmentations));
        json.WriteString("--keep", KeepsBest ? "best" : "last");
        json.WriteString("--explain", Methods is null ? "" : Methods.Count == 0 ? "none" : string.Join(',', Methods.Select(m => m.Name)));
        json.WriteString("--explain-class", ExplainedClass ?? "");
        json.WriteString("--explain-count", Text(ExplainedImages));
        json.WriteString("--every", Text(Every));
        json.WriteEndObject();
    }

    private static string Text(IFormattable? value) => value?.ToString(null, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool value) => value ? "yes" : "no";
}
