namespace TfExplain.Training;

/// <summary>Sets the learning rate at the beginning of every epoch.</summary>
/// <param name="schedule">The rate of an epoch, counted from 0, from the rate before.</param>
public sealed class LearningRateScheduler(Func<int, float, float> schedule) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => Run.Optimizer.SetLearningRate(schedule(epoch, Run.Optimizer.LearningRate));

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => logs["learning_rate"] = Run.Optimizer.LearningRate;
}
