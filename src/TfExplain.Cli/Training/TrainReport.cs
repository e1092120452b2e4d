using System.Text.Json;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>What <c>train</c> says before and after the epochs.</summary>
internal sealed class TrainReport(TrainSettings settings, RunFolder folder, TrainedNetwork network, TrainingData data, Dataset train, Dataset validation)
{
    public void PrintBeginning(TextWriter writer)
    {
        writer.WriteLine($"{settings.Data}: {data.ClassNames.Count} classes, {train.Count} samples {network.InputShape} to train, {validation.Count} to validate");
        writer.WriteLine($"{network.Note ?? settings.Model}: {network.Model.Parameters.Sum(p => p.Shape.Count):N0} weights, {network.Model.Parameters.Where(p => p.IsTrainable).Sum(p => p.Shape.Count):N0} of them trainable");
        if (settings.Resume && File.Exists(folder.Checkpoint)) writer.WriteLine($"going on from {folder.Checkpoint}");
    }

    public void PrintEnd(TextWriter writer, History history, Logs evaluation)
    {
        if (history.StoppedBecause is { } reason) writer.WriteLine($"stopped: {reason}");
        writer.WriteLine($"validation of the {Kept} epoch: {evaluation}");
        writer.WriteLine($"  model {folder.Model}, curves {folder.History}, page {folder.Page}");
        writer.WriteLine(network.InputShape.Rank == 3
            ? $"  next: tf-explain explain IMAGES --model {folder.Model}, or repeat the command with --resume and more --epochs"
            : "  next: repeat the command with --resume and more --epochs");
    }

    public void Write(Utf8JsonWriter json, History history, Logs evaluation)
    {
        json.WriteStartObject();
        json.WriteString("model", folder.Model);
        json.WriteString("history", folder.History);
        json.WriteString("page", folder.Page);
        json.WriteNumber("train_samples", train.Count);
        json.WriteNumber("validation_samples", validation.Count);
        json.WriteStartArray("classes");
        foreach (var name in data.ClassNames) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteNumber("epochs", history.Epochs.Count);
        json.WriteString("stopped_because", history.StoppedBecause);
        json.WriteString("kept", Kept);
        json.WriteStartObject("validation");
        foreach (var (name, value) in evaluation)
            // JSON has no number for what is none.
            if (double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string Kept => settings.KeepsBest ? "best" : "last";
}
