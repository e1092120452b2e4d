namespace TfExplain.Training;

/// <summary>
/// Called at certain moments of a training. What it throws ends the training with a <see cref="CallbackException"/> that names it; the model then has the weights
/// of the last complete step. A callback that saves runs after all others, so that what it saves holds what they decided.
/// </summary>
public abstract class Callback
{
    /// <summary>The name in messages.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Whether it is called after those that return false here.</summary>
    public virtual bool RunsLast => false;

    /// <summary>The training it is part of; set before <see cref="OnTrainBegin"/>.</summary>
    /// <exception cref="InvalidOperationException">The callback is not part of a training.</exception>
    public FitRun Run { get => field ?? throw new InvalidOperationException($"The callback {Name} is not part of a training; give it to Fit."); internal set; } = null!;

    /// <summary>Before everything else: where a checkpoint is taken up.</summary>
    internal virtual void Resume()
    {
    }

    /// <summary>Before the first epoch; a resumed training has its weights and state by then.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>After the last epoch, also when the training was stopped or failed.</summary>
    public virtual void OnTrainEnd()
    {
    }

    /// <summary>Before an epoch, counted from 0.</summary>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>After an epoch and its validation. What is added to <paramref name="logs"/> goes into the history.</summary>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Before a step, counted from 0 in each epoch.</summary>
    public virtual void OnTrainBatchBegin(int batch)
    {
    }

    /// <summary>After a step; <paramref name="logs"/> holds the means of the epoch so far and is used again for the next step.</summary>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Notes in a checkpoint what the callback must remember; prefix names with your own.</summary>
    public virtual void SaveState(TrainingState state)
    {
    }

    /// <summary>Takes up what <see cref="SaveState"/> noted.</summary>
    public virtual void RestoreState(TrainingState state)
    {
    }
}
