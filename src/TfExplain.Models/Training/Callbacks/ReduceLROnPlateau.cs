namespace TfExplain.Training;

/// <summary>rate = max(rate Factor, MinLearningRate) when a monitored number has not got better for <see cref="Patience"/> epochs.</summary>
public sealed class ReduceLROnPlateau(string monitor = "val_loss", MonitorMode mode = MonitorMode.Auto) : Callback
{
    private MonitoredNumber _monitor = new(monitor, mode, 0);
    private int _wait, _cooldown;

    /// <summary>The number of the logs that is watched.</summary>
    public string MonitorName { get; } = monitor;

    /// <summary>What the rate is multiplied by; below 1.</summary>
    public double Factor { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"The factor should be between 0 and 1; found {value}."); } = 0.1;

    /// <summary>The epochs without improvement that are borne.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Changes up to this size do not count as better.</summary>
    public double MinDelta { get; init; } = 1e-4;

    /// <summary>The epochs after a reduction in which none is counted.</summary>
    public int Cooldown { get; init; }

    /// <summary>The lowest rate.</summary>
    public float MinLearningRate { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => (_monitor, _wait, _cooldown) = (new(MonitorName, mode, MinDelta), 0, 0);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        var value = _monitor.Read(logs);
        logs["learning_rate"] = Run.Optimizer.LearningRate;
        if (_cooldown > 0) (_cooldown, _wait) = (_cooldown - 1, 0);
        if (_monitor.Improves(value)) _wait = 0;
        else if (_cooldown == 0 && ++_wait >= Patience && Run.Optimizer.LearningRate > MinLearningRate)
        {
            Run.Optimizer.SetLearningRate(MathF.Max((float)(Run.Optimizer.LearningRate * Factor), MinLearningRate));
            (_cooldown, _wait) = (Cooldown, 0);
        }
    }

    /// <inheritdoc/>
    public override void SaveState(TrainingState state)
    {
        var prefix = $"reduce_lr/{MonitorName}/";
        (state.Numbers[prefix + "best"], state.Numbers[prefix + "wait"], state.Numbers[prefix + "cooldown"]) = (_monitor.Best, _wait, _cooldown);
    }

    /// <inheritdoc/>
    public override void RestoreState(TrainingState state)
    {
        var prefix = $"reduce_lr/{MonitorName}/";
        if (state.Numbers.TryGetValue(prefix + "wait", out var wait)) (_monitor.Best, _wait, _cooldown) = (state.Numbers[prefix + "best"], (int)wait, (int)state.Numbers[prefix + "cooldown"]);
    }
}
