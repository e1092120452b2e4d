using TfExplain.Engine;
using TfExplain.Engine.Execution;

namespace TfExplain.Training;

/// <summary>What <c>Fit</c> was asked to do; a single step of a caller's own loop is not a whole training, whose end puts averages into the weights.</summary>
internal sealed record FitSettings(Dataset Data, int Epochs, int BatchSize, Dataset? Validation, IReadOnlyList<Callback> Callbacks, IReadOnlyDictionary<int, float>? ClassWeight, bool Shuffle,
    int InitialEpoch, int? StepsPerEpoch, int ValidationFrequency, int Seed, bool IsWhole, TrainingState? Resume, IFitReporter Reporter, WorkerPool? Pool, CancellationToken Cancellation);

/// <summary>Epochs of steps, with a validation and callbacks after each.</summary>
internal sealed class FitLoop
{
    private readonly FitSettings _settings;
    private readonly Model _model;
    private readonly Trainer _trainer;
    private readonly List<Callback> _callbacks;
    private readonly FitRun _run;
    private readonly float[] _weights;
    private readonly Logs _logs = [];
    private readonly List<Callback> _begun = [];

    public FitLoop(Model model, Trainer trainer, FitSettings settings)
    {
        (_model, _trainer, _settings) = (model, trainer, settings);
        // A stable sort: those that save come last, all others in the order given; and last of all the checkpoint to go on from, which holds what the savers remember.
        _callbacks = [.. settings.Callbacks.OrderBy(c => c is BackupAndRestore ? 2 : c.RunsLast ? 1 : 0)];
        var batches = (int)(((long)settings.Data.Count + settings.BatchSize - 1) / settings.BatchSize);
        var steps = Math.Min(settings.StepsPerEpoch ?? batches, batches);
        _run = new(model, trainer, _callbacks, settings.Epochs, steps, settings.Seed, settings.Cancellation) { Epoch = settings.InitialEpoch };
        _weights = settings.ClassWeight is null ? [] : new float[settings.BatchSize];
        foreach (var callback in _callbacks) callback.Run = _run;
    }

    public History Run()
    {
        try
        {
            Train();
        }
        catch (Exception e)
        {
            _run.HasFailed = true;
            _run.WasCancelled = e is OperationCanceledException;
            _settings.Reporter.Ended();
            // What a callback throws here must not hide why the training failed.
            _ = End();
            throw;
        }
        _settings.Reporter.Ended();
        if (End() is { } failure) throw failure;
        return _run.History;
    }

    private void Train()
    {
        if (_settings.Resume is { } given) _run.Restore(given);
        Call(_callbacks, c => c.Resume(), nameof(Callback.Resume));
        Call(_callbacks, Begin, nameof(Callback.OnTrainBegin));
        _run.RestoreCallbacks();
        // A resumed epoch passes over the samples it has seen.
        var rest = Order(_run.Epoch).AsMemory((int)Math.Min((long)_run.Batch * _settings.BatchSize, _settings.Data.Count));
        using var loader = new BatchLoader(_settings.Data, _settings.BatchSize, rest, cancellation: _settings.Cancellation);
        using var validation = _settings.Validation is { } data ? new BatchLoader(data, _settings.BatchSize, All(data), cancellation: _settings.Cancellation) : null;
        // A training that was stopped within an epoch, and then killed, still has that epoch's end before it.
        for (var isFirst = true; _run.Epoch < _settings.Epochs && (!_run.IsStopping || (isFirst && _run.Batch > 0)); isFirst = false)
        {
            if (!isFirst) loader.Start(Order(_run.Epoch));
            Epoch(loader, validation);
        }
        if (_settings.IsWhole) _trainer.Optimizer.FinalizeEma();
    }

    private void Begin(Callback callback)
    {
        _begun.Add(callback);
        callback.OnTrainBegin();
    }

    /// <summary>Tells every callback that was told of the beginning, whatever the others throw; returns the first failure.</summary>
    private CallbackException? End()
    {
        CallbackException? first = null;
        foreach (var callback in _begun)
            try
            {
                callback.OnTrainEnd();
            }
            catch (Exception e)
            {
                first ??= new(callback.Name, nameof(Callback.OnTrainEnd), e);
            }
        return first;
    }

    private void Epoch(BatchLoader loader, BatchLoader? validation)
    {
        var epoch = _run.Epoch;
        var resumed = _run.Batch;
        if (resumed == 0)
        {
            _trainer.Compiled.ResetMetrics();
            Call(_callbacks, c => c.OnEpochBegin(epoch), nameof(Callback.OnEpochBegin));
        }
        _logs.Clear();
        _run.IsBetweenSteps = true;
        _settings.Reporter.EpochBegan(epoch, _settings.Epochs, _run.StepsPerEpoch);
        for (var batch = resumed; batch < _run.StepsPerEpoch && !_run.IsStopping; batch++)
        {
            _settings.Cancellation.ThrowIfCancellationRequested();
            if (!loader.Next(out var samples)) break;
            Step(batch, loader, samples);
        }
        if (_run.IsStopping && _run.Batch < _run.StepsPerEpoch && !float.IsFinite(_trainer.Loss)) return;
        _run.IsBetweenSteps = false;
        _run.Batch = 0;
        _run.Epoch = epoch + 1;
        var logs = new Logs();
        _trainer.Compiled.Write(logs);
        if (validation is not null && (epoch + 1) % _settings.ValidationFrequency == 0)
        {
            validation.Start(All(_settings.Validation!));
            new Evaluation(_model, _trainer.Compiled, _trainer.TargetShape).Run(validation, _settings.Pool, _settings.Cancellation);
            _trainer.Compiled.Write(logs, "val_");
        }
        var early = _callbacks.Where(c => !c.RunsLast).ToList();
        Call(early, c => c.OnEpochEnd(epoch, logs), nameof(Callback.OnEpochEnd));
        _run.History.Add(epoch, logs);
        Call(_callbacks.Except(early), c => c.OnEpochEnd(epoch, logs), nameof(Callback.OnEpochEnd));
        _settings.Reporter.EpochEnded(logs);
    }

    private void Step(int batch, BatchLoader loader, in Batch samples)
    {
        _trainer.Check(loader, samples);
        foreach (var callback in _callbacks) Call(callback, batch, null);
        _trainer.Step(samples.Inputs, samples.Targets, Weigh(samples), samples.Count, _settings.Pool, _settings.Cancellation);
        var compiled = _trainer.Compiled;
        if (!float.IsFinite(_trainer.Loss))
        {
            Explode(batch);
            return;
        }
        _run.IsBetweenSteps = false;
        compiled.MeanLoss.Add(_trainer.Loss, samples.Count);
        foreach (var metric in compiled.Metrics) metric.Update(samples.Targets, ShapeOf(samples.Count, _trainer.TargetShape), _trainer.Output, _trainer.OutputShape, []);
        compiled.Write(_logs);
        _run.Batch = batch + 1;
        _settings.Reporter.StepEnded(batch + 1, _logs);
        foreach (var callback in _callbacks) Call(callback, batch, _logs);
        _run.IsBetweenSteps = true;
    }

    /// <summary>A loss that is no number: the weights are those before the step.</summary>
    private void Explode(int batch)
    {
        var place = $"The loss became {_trainer.Loss} in epoch {_run.Epoch + 1}, step {batch + 1}";
        if (_callbacks.OfType<TerminateOnNaN>().Any())
        {
            _run.Stop($"{place}.");
            return;
        }
        throw new TrainingException($"{place} at a learning rate of {_trainer.Optimizer.LearningRate:g4}. The weights are those before that step. Lower the learning rate, or clip gradients with the optimiser's ClipNorm.");
    }

    /// <summary>The weights of the samples times those of their classes.</summary>
    private ReadOnlySpan<float> Weigh(in Batch samples)
    {
        if (_settings.ClassWeight is not { } byClass) return samples.Weights;
        var size = (int)_trainer.TargetShape.Count;
        for (var i = 0; i < samples.Count; i++)
        {
            var target = samples.Targets.Slice(i * size, size);
            var label = size == 1 ? (int)target[0] : System.Numerics.Tensors.TensorPrimitives.IndexOfMax(target);
            _weights[i] = (samples.Weights.IsEmpty ? 1 : samples.Weights[i]) * byClass.GetValueOrDefault(label, 1);
        }
        return _weights.AsSpan(0, samples.Count);
    }

    private int[] Order(int epoch) => _settings.Shuffle ? BatchLoader.Order(_settings.Data.Count, _settings.Seed, epoch) : All(_settings.Data);

    private static int[] All(Dataset data) => [.. Enumerable.Range(0, data.Count)];

    private static Shape ShapeOf(int count, Shape sample)
    {
        // The shapes of full batches come again and again; a few ints are all this costs.
        Span<int> extents = stackalloc int[sample.Rank + 1];
        extents[0] = count;
        sample.Span.CopyTo(extents[1..]);
        return Shape.Create(extents);
    }

    private static void Call(Callback callback, int batch, Logs? logs)
    {
        try
        {
            if (logs is null) callback.OnTrainBatchBegin(batch);
            else callback.OnTrainBatchEnd(batch, logs);
        }
        catch (Exception e) when (e is not (OperationCanceledException or TrainingException))
        {
            throw new CallbackException(callback.Name, logs is null ? nameof(Callback.OnTrainBatchBegin) : nameof(Callback.OnTrainBatchEnd), e);
        }
    }

    private static void Call(IEnumerable<Callback> callbacks, Action<Callback> call, string place)
    {
        foreach (var callback in callbacks)
            try
            {
                call(callback);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TrainingException))
            {
                throw new CallbackException(callback.Name, place, e);
            }
    }
}
