using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>Ends the training when a monitored number has not got better by more than <see cref="MinDelta"/> for <see cref="Patience"/> epochs.</summary>
public sealed class EarlyStopping(string monitor = "val_loss", MonitorMode mode = MonitorMode.Auto) : Callback
{
    private MonitoredNumber _monitor = new(monitor, mode, 0);
    private float[][]? _bestWeights;
    private int _wait, _bestEpoch;

    /// <summary>The number of the logs that is watched.</summary>
    public string MonitorName { get; } = monitor;

    /// <summary>Changes up to this size do not count as better.</summary>
    public double MinDelta { get; init; }

    /// <summary>The epochs without improvement that are borne.</summary>
    public int Patience { get; init; }

    /// <summary>What the number must beat at all, or null.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the weights of the best epoch are put back at the end; they are kept in memory, and in checkpoints.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>The first epoch that is watched.</summary>
    public int StartFromEpoch { get; init; }

    /// <summary>The epoch that stopped the training, counted from 0, or null.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        (_monitor, _wait, _bestEpoch, _bestWeights, StoppedEpoch) = (new(MonitorName, mode, Math.Abs(MinDelta)), 0, 0, null, null);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        var value = _monitor.Read(logs);
        if (epoch < StartFromEpoch) return;
        if (RestoreBestWeights && _bestWeights is null) Remember(epoch);
        _wait++;
        if (_monitor.Improves(value))
        {
            if (RestoreBestWeights) Remember(epoch);
            if (Baseline is null || _monitor.IsBetter(value, Baseline.Value)) _wait = 0;
            return;
        }
        if (_wait < Patience || epoch == 0) return;
        StoppedEpoch = epoch;
        Run.Stop($"{MonitorName} has not improved for {_wait} epochs.");
    }

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        // A training that failed keeps the weights of its last step, as it says.
        if (_bestWeights is null || _bestEpoch + 1 == Run.Epoch || Run.HasFailed) return;
        for (var i = 0; i < _bestWeights.Length; i++) Run.Model.Parameters[i].Set(_bestWeights[i]);
    }

    /// <inheritdoc/>
    public override void SaveState(TrainingState state)
    {
        var prefix = $"early_stopping/{MonitorName}/";
        (state.Numbers[prefix + "best"], state.Numbers[prefix + "wait"], state.Numbers[prefix + "best_epoch"]) = (_monitor.Best, _wait, _bestEpoch);
        for (var i = 0; _bestWeights is not null && i < _bestWeights.Length; i++)
            state.Arrays[$"{prefix}{i:00000}"] = [.. _bestWeights[i].Select(w => (double)w)];
    }

    /// <inheritdoc/>
    public override void RestoreState(TrainingState state)
    {
        var prefix = $"early_stopping/{MonitorName}/";
        if (!state.Numbers.TryGetValue(prefix + "wait", out var wait)) return;
        (_monitor.Best, _wait, _bestEpoch) = (state.Numbers[prefix + "best"], (int)wait, (int)state.Numbers[prefix + "best_epoch"]);
        var weights = state.Arrays.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(a => a.Value.Select(w => (float)w).ToArray()).ToArray();
        if (weights.Length == Run.Model.Parameters.Count) _bestWeights = weights;
    }

    private void Remember(int epoch)
    {
        _bestEpoch = epoch;
        _bestWeights ??= [.. Run.Model.Parameters.Select(p => new float[p.Shape.Count])];
        for (var i = 0; i < _bestWeights.Length; i++) Run.Model.Parameters[i].Values.CopyTo(_bestWeights[i]);
    }
}
