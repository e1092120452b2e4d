using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>A training in progress, as its callbacks see it.</summary>
public sealed class FitRun
{
    private readonly Trainer _trainer;
    private readonly IReadOnlyList<Callback> _callbacks;
    private TrainingState? _restored;

    internal FitRun(Model model, Trainer trainer, IReadOnlyList<Callback> callbacks, int epochs, int steps, int seed, CancellationToken cancellation)
    {
        (Model, _trainer, _callbacks, Epochs, StepsPerEpoch, Seed, Cancellation) = (model, trainer, callbacks, epochs, steps, seed, cancellation);
    }

    /// <summary>The model; between steps it predicts with its present weights.</summary>
    public Model Model { get; }

    /// <summary>The epoch to end before, counted from 0.</summary>
    public int Epochs { get; }

    /// <summary>The steps of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The seed of the order of the samples and of everything else that is random.</summary>
    public int Seed { get; }

    /// <summary>The present epoch, counted from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The steps that the present epoch has taken.</summary>
    public int Batch { get; internal set; }

    /// <summary>The steps taken since the optimiser began.</summary>
    public long Iterations => _trainer.Optimizer.Iterations;

    /// <summary>The optimiser at work: its rate can be changed.</summary>
    public OptimizerRun Optimizer => _trainer.Optimizer;

    /// <summary>What the epochs brought forth so far.</summary>
    public History History { get; } = new();

    /// <summary>Ends the training at the user's wish.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the training ends after this step or epoch; see <see cref="Stop"/>.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether the training ends by an exception.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>Whether that exception is its cancellation.</summary>
    internal bool WasCancelled { get; set; }

    /// <summary>Whether the model, the sums of metrics and all callbacks stand at the same step: the moments at which <see cref="Capture"/> sees the whole.</summary>
    internal bool IsBetweenSteps { get; set; }

    /// <summary>The gradient of a weight in the latest step, [..shape]; empty if the loss does not depend on it. Valid until the next step.</summary>
    public ReadOnlySpan<float> Gradient(Parameter weight) => _trainer.Gradient(weight);

    /// <summary>Ends the training after the present step or epoch.</summary>
    public void Stop(string reason)
    {
        IsStopping = true;
        History.StoppedBecause ??= reason;
    }

    /// <summary>Everything besides the weights that is needed to go on from here bit for bit.</summary>
    public TrainingState Capture()
    {
        var state = new TrainingState();
        _trainer.Save(state);
        state.Numbers["epoch"] = Epoch;
        state.Numbers["batch"] = Batch;
        state.Numbers["seed"] = Seed;
        state.Numbers["stopped"] = IsStopping ? 1 : 0;
        History.Save(state);
        foreach (var callback in _callbacks) callback.SaveState(state);
        return state;
    }

    /// <summary>Throws unless this training can go on from a checkpoint; nothing is changed.</summary>
    internal void Check(TrainingState state)
    {
        if (state.Numbers.TryGetValue("seed", out var seed) && seed != Seed)
            throw new TrainingException($"The checkpoint was made with the seed {seed}; this training has the seed {Seed}. Give Fit the same seed to go on.");
        if (state.Numbers.GetValueOrDefault("batch") > StepsPerEpoch)
            throw new TrainingException($"The checkpoint was made after {state.Numbers["batch"]} steps of an epoch; an epoch of this training has {StepsPerEpoch}. Give Fit the same data and batch size to go on.");
        _trainer.Check(state);
    }

    /// <summary>Goes on from a checkpoint; callbacks take up what they noted after <see cref="Callback.OnTrainBegin"/>.</summary>
    internal void Restore(TrainingState state)
    {
        Check(state);
        _restored = state;
        _trainer.Restore(state);
        Epoch = (int)state.Numbers.GetValueOrDefault("epoch");
        Batch = (int)state.Numbers.GetValueOrDefault("batch");
        History.Restore(state);
        if (state.Numbers.GetValueOrDefault("stopped") == 1) Stop("the checkpoint is that of a training that had been stopped");
    }

    internal void RestoreCallbacks()
    {
        if (_restored is null) return;
        foreach (var callback in _callbacks) callback.RestoreState(_restored);
    }
}
