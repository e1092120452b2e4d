namespace TfExplain.Training;

/// <summary>A callback of functions.</summary>
public sealed class LambdaCallback : Callback
{
    /// <summary>Called before the first epoch.</summary>
    public Action<FitRun>? TrainBegin { get; init; }

    /// <summary>Called after the last epoch.</summary>
    public Action<FitRun>? TrainEnd { get; init; }

    /// <summary>Called before an epoch, counted from 0.</summary>
    public Action<FitRun, int>? EpochBegin { get; init; }

    /// <summary>Called after an epoch, counted from 0.</summary>
    public Action<FitRun, int, Logs>? EpochEnd { get; init; }

    /// <summary>Called before a step, counted from 0 in each epoch.</summary>
    public Action<FitRun, int>? BatchBegin { get; init; }

    /// <summary>Called after a step, counted from 0 in each epoch.</summary>
    public Action<FitRun, int, Logs>? BatchEnd { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => TrainBegin?.Invoke(Run);

    /// <inheritdoc/>
    public override void OnTrainEnd() => TrainEnd?.Invoke(Run);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => EpochBegin?.Invoke(Run, epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => EpochEnd?.Invoke(Run, epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => BatchBegin?.Invoke(Run, batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => BatchEnd?.Invoke(Run, batch, logs);
}
