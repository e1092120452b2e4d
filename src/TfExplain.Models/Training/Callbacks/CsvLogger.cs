using TfExplain.Models;
using System.Globalization;

namespace TfExplain.Training;

/// <summary>
/// Writes a line per epoch: <c>epoch,loss,accuracy,...</c>, with epochs counted from 0 as in Keras. A resumed training goes on behind the epochs before it; what a
/// killed one wrote beyond its checkpoint is dropped. A number that comes up later gets a column of its own, <c>NA</c> in the lines before.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="separator">What stands between values.</param>
/// <param name="append">Whether lines of an earlier training stay.</param>
public sealed class CsvLogger(string path, char separator = ',', bool append = false) : Callback
{
    private readonly List<string> _lines = [];
    private List<string> _columns = [];

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _lines.Clear();
        _columns = [];
        if ((!append && Run.Epoch == 0) || !File.Exists(path)) return;
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0) return;
        _columns = [.. lines[0].Split(separator).Skip(1)];
        _lines.AddRange(lines.Skip(1).Where(l => append && Run.Epoch == 0 || (int.TryParse(l.Split(separator)[0], CultureInfo.InvariantCulture, out var epoch) && epoch < Run.Epoch)));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        foreach (var name in logs.Keys.Where(name => !_columns.Contains(name)))
        {
            _columns.Add(name);
            for (var i = 0; i < _lines.Count; i++) _lines[i] += $"{separator}NA";
        }
        var values = _columns.Select(c => logs.TryGetValue(c, out var value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA");
        _lines.Add(string.Join(separator, values.Prepend(epoch.ToString(CultureInfo.InvariantCulture))));
        string[] header = [string.Join(separator, _columns.Prepend("epoch"))];
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // The whole file is small, and a file that is replaced is never half a line.
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            foreach (var line in header.Concat(_lines)) writer.Write(line + '\n');
        });
    }
}
