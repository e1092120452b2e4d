using System.Text.Json;
using TfExplain.Imaging.Preprocessing;

namespace TfExplain.Cli;

/// <summary>The folder of a training: what lies where in it, and whether it may be used.</summary>
internal sealed class RunFolder
{
    private readonly string _path;

    private RunFolder(string path) => _path = path;

    public string Checkpoint => Path.Combine(_path, "checkpoint.keras");

    /// <summary>The best epoch's model so far; there with <c>--keep best</c> only.</summary>
    public string Best => Path.Combine(_path, "best.keras");

    public string Model => Path.Combine(_path, "model.keras");

    public string History => Path.Combine(_path, "history.csv");

    public string Logs => Path.Combine(_path, "logs");

    public string Page => Path.Combine(_path, "logs.html");

    private string Run => Path.Combine(_path, "run.json");

    private IEnumerable<string> Files => [Checkpoint, Best, Model, History, Page, Run, Path.Combine(_path, "model.json"), Path.Combine(_path, "labels.txt")];

    /// <summary>Makes the folder ready: new, or emptied of an earlier run, or one to go on with by the same options.</summary>
    /// <exception cref="UsageError">The folder holds something and nobody said what shall become of it, or the run in it was made with other options.</exception>
    /// <exception cref="IOException">The folder cannot be created or written to.</exception>
    public static RunFolder Open(TrainSettings settings)
    {
        var folder = new RunFolder(settings.Folder);
        using var prepared = OutputFolder.Prepare(settings.Folder);
        // What failed before its first checkpoint is worth nothing: no permission is needed to begin anew.
        var holdsRun = File.Exists(folder.Run);
        var isWorthless = holdsRun && !File.Exists(folder.Checkpoint) && !File.Exists(folder.Model);
        if (settings.Resume && holdsRun && !isWorthless) folder.CheckSame(settings);
        else if (!settings.Overwrite && !isWorthless && Directory.EnumerateFileSystemEntries(settings.Folder).Any(e => !Path.GetFileName(e).EndsWith(".tmp", StringComparison.Ordinal)))
            throw new UsageError($"The folder '{settings.Folder}' is not empty: {(holdsRun ? "go on with its run by --resume, begin anew by --overwrite, or give another --out" : "give another --out, or --overwrite to put a run into it")}.");
        else
        {
            if (settings.Overwrite || isWorthless) folder.Clear();
            folder.Write("run.json", JsonText.Bytes(settings.Write, indented: true));
        }
        folder.Sweep();
        return folder;
    }

    /// <summary>Writes the labels and the card, by which <c>explain</c> knows how to use the model.</summary>
    public void Describe(IReadOnlyList<string> classNames, Preprocessing? preprocessing)
    {
        // A label is a line, of whose columns the last counts.
        Write("labels.txt", System.Text.Encoding.UTF8.GetBytes(string.Concat(classNames.Select(name => string.Join(' ', name.Split('\t', '\r', '\n')) + '\n'))));
        Write("model.json", JsonText.Bytes(json =>
        {
            json.WriteStartObject();
            if (preprocessing is not null) Write(json, preprocessing);
            json.WriteString("labels", "labels.txt");
            json.WriteEndObject();
        }, indented: true));
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        using var files = new OutputFiles(_path);
        files.Write(name, content);
        files.Commit();
    }

    private void CheckSame(TrainSettings settings)
    {
        Dictionary<string, string?> stored;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Run));
            stored = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{Run}: expected the options of a run; {e.Message} Begin anew by --overwrite.", e);
        }
        using var given = JsonDocument.Parse(JsonText.Bytes(settings.Write, indented: false));
        foreach (var option in given.RootElement.EnumerateObject())
            if (stored.GetValueOrDefault(option.Name, "") is var before && option.Value.GetString() is var now && before != now)
                throw new UsageError($"The run in '{settings.Folder}' was made with {option.Name} {Said(before)}; found {Said(now)}. Go on with the same options, or begin anew by --overwrite.");

        static string Said(string? value) => string.IsNullOrEmpty(value) ? "not given" : $"'{value}'";
    }

    /// <summary>Deletes what killed runs were about to write.</summary>
    private void Sweep()
    {
        foreach (var file in Files)
            foreach (var unfinished in Directory.EnumerateFiles(_path, $".{Path.GetFileName(file)}.*.tmp")) File.Delete(unfinished);
    }

    private void Clear()
    {
        foreach (var file in Files) File.Delete(file);
        foreach (var name in (ReadOnlySpan<string>)["train", "validation", "explanations"])
            if (Path.Combine(Logs, name) is var log && Directory.Exists(log))
                foreach (var file in Directory.EnumerateFiles(log, "*tfevents*")) File.Delete(file);
    }

    private static void Write(Utf8JsonWriter json, Preprocessing how)
    {
        json.WriteStartObject("preprocessing");
        if (Preprocessing.Modes.Any(m => m.Name == how.Name)) json.WriteString("mode", how.Name);
        else Write(json, how.Normalization);
        json.WriteNumber("crop", how.Crop);
        json.WriteString("resampler", how.Resampler.Name);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PixelNormalization how)
    {
        json.WriteNumber("divisor", how.Divisor);
        json.WriteBoolean("bgr", how.BlueFirst);
        foreach (var (name, values) in new[] { ("mean", how.Mean), ("deviation", how.Deviation) })
        {
            json.WriteStartArray(name);
            foreach (var value in values) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    }
}
