using System.Globalization;

namespace TfExplain.Training;

/// <summary>
/// Saves the model after epochs or every so many steps. <c>{epoch}</c> (from 1), <c>{batch}</c> and the names of the logs in the path are replaced by their values, with a format
/// behind a colon as in Keras: <c>weights.{epoch:02d}-{val_loss:.2f}.keras</c>. Files appear whole or not at all.
/// </summary>
/// <param name="path">The path, with places for values; <c>.keras</c>, <c>.h5</c> or <c>.weights.h5</c>.</param>
/// <param name="monitor">The number of the logs that decides which epoch is best.</param>
/// <param name="mode">Which way it gets better.</param>
public sealed class ModelCheckpoint(string path, string monitor = "val_loss", MonitorMode mode = MonitorMode.Auto) : Callback
{
    private readonly MonitoredNumber _monitor = new(monitor, mode, 0);

    /// <summary>Whether only an epoch that is better than all before is saved.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>Whether the weights alone are saved, without architecture and optimiser.</summary>
    public bool SaveWeightsOnly { get; init; }

    /// <summary>After how many steps to save, instead of after every epoch; null for epochs.</summary>
    public int? SaveFrequency { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"The number of steps should be 1 or more; found {value}."); }

    /// <summary>The best value so far; NaN before the first.</summary>
    public double Best => _monitor.Best;

    /// <inheritdoc/>
    public override bool RunsLast => true;

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (SaveFrequency is null && (!SaveBestOnly || _monitor.Improves(_monitor.Read(logs)))) Save(epoch, logs);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (SaveFrequency is { } frequency && Run.Iterations % frequency == 0 && (!SaveBestOnly || _monitor.Improves(_monitor.Read(logs)))) Save(Run.Epoch, logs, batch);
    }

    /// <inheritdoc/>
    public override void SaveState(TrainingState state) => state.Numbers[BestName] = _monitor.Best;

    /// <inheritdoc/>
    public override void RestoreState(TrainingState state)
    {
        if (state.Numbers.TryGetValue(BestName, out var best)) _monitor.Best = best;
    }

    // Without the folder, which may be moved from one run to the next.
    private string BestName => $"checkpoint/{System.IO.Path.GetFileName(path)}/{_monitor.Name}/best";

    private void Save(int epoch, Logs logs, int? batch = null)
    {
        var file = FillIn(path, epoch, batch, logs);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!);
        Run.Model.Save(file, SaveWeightsOnly ? new() { Format = WeightsFormat(file) } : new() { Training = Run.Capture() });
    }

    private static SaveFormat WeightsFormat(string file) => file.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase) ? SaveFormat.Weights : SaveFormat.LegacyWeights;

    /// <summary>Puts values into <c>{name}</c> and <c>{name:format}</c>, formats as Python writes them: <c>02d</c>, <c>.3f</c>.</summary>
    internal static string FillIn(string pattern, int epoch, int? batch, Logs logs)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = pattern[i] == '{' ? pattern.IndexOf('}', i) : -1;
            if (end < 0)
            {
                text.Append(pattern[i]);
                continue;
            }
            var (name, format) = pattern[(i + 1)..end].Split(':', 2) is [var n, var f] ? (n, f) : (pattern[(i + 1)..end], "");
            double value = name == "epoch" ? epoch + 1 : name == "batch" && batch is not null ? batch.Value : logs.TryGetValue(name, out var logged) ? logged
                : throw new ArgumentException($"the path '{pattern}' has a place for '{name}'; there are epoch, {string.Join(", ", logs.Keys)}.");
            text.Append(Format(value, format));
            i = end;
        }
        return text.ToString();
    }

    private static string Format(double value, string format) => format switch
    {
        "" => value.ToString("R", CultureInfo.InvariantCulture),
        [.. var width, 'd'] when width.All(char.IsDigit) => width.StartsWith('0') && width.Length > 1
            ? ((long)value).ToString("D" + int.Parse(width, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : ((long)value).ToString(CultureInfo.InvariantCulture).PadLeft(width.Length == 0 ? 0 : int.Parse(width, CultureInfo.InvariantCulture)),
        ['.', .. var digits, 'f'] when digits.Length > 0 && digits.All(char.IsDigit) => value.ToString("F" + digits, CultureInfo.InvariantCulture),
        ['.', .. var digits, 'e'] when digits.Length > 0 && digits.All(char.IsDigit) => value.ToString("0." + new string('0', int.Parse(digits, CultureInfo.InvariantCulture)) + "e+00", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"the format '{format}' is not known; use such as 02d, .3f or .2e."),
    };
}
