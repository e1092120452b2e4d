namespace TfExplain.Training;

/// <summary>What a training brought forth, epoch by epoch.</summary>
public sealed class History
{
    private readonly OrderedDictionary<string, List<double>> _values = [];

    /// <summary>The epochs that were run, counted from 0.</summary>
    public List<int> Epochs { get; } = [];

    /// <summary>The names of what was noted: <c>loss</c>, <c>accuracy</c>, <c>val_loss</c>, ...</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The values of a name, one per epoch; NaN where an epoch has none.</summary>
    /// <exception cref="ArgumentException">Nothing of that name was noted; the message suggests the nearest.</exception>
    public IReadOnlyList<double> this[string name] => _values.TryGetValue(name, out var values) ? values : throw new ArgumentException($"The history has no '{name}'.{Suggestion.For(name, Names)}");

    /// <summary>Why the training ended before its last epoch, or null.</summary>
    public string? StoppedBecause { get; internal set; }

    internal void Add(int epoch, Logs logs)
    {
        Epochs.Add(epoch);
        foreach (var (name, value) in logs)
        {
            if (!_values.TryGetValue(name, out var values)) _values[name] = values = [.. Enumerable.Repeat(double.NaN, Epochs.Count - 1)];
            values.Add(value);
        }
        foreach (var values in _values.Values)
            if (values.Count < Epochs.Count) values.Add(double.NaN);
    }

    internal void Save(TrainingState state)
    {
        state.Arrays["history"] = [.. Epochs.Select(e => (double)e)];
        var index = 0;
        // The number keeps the order of the names.
        foreach (var (name, values) in _values) state.Arrays[$"history/{index++:000}/{name}"] = [.. values];
    }

    internal void Restore(TrainingState state)
    {
        if (!state.Arrays.TryGetValue("history", out var epochs)) return;
        Epochs.AddRange(epochs.Select(e => (int)e));
        foreach (var (key, values) in state.Arrays)
            if (key.StartsWith("history/", StringComparison.Ordinal) && key.Length > 12) _values[key[12..]] = [.. values];
    }
}
