using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Models.Keras;
using TfExplain.Training;

namespace TfExplain;

/// <content>Training.</content>
public sealed partial class Model
{
    private Compilation? _compiled;
    private Trainer? _trainer;

    /// <summary>A chain of layers; the first is <see cref="Layers.Input"/>.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="seed">The seed of the first weights.</param>
    /// <param name="options">More layer classes and activations.</param>
    /// <exception cref="ArgumentException">The layers make no chain.</exception>
    /// <exception cref="ModelFormatException">A layer's arguments make no sense, or it does not fit the one before.</exception>
    public static Model Sequential(IReadOnlyList<LayerSpec> layers, string name = "sequential", int seed = 0, LoadOptions? options = null) => ModelComposer.Sequential(layers, name, seed, options);

    /// <summary>What lies between some inputs and outputs.</summary>
    /// <param name="inputs">Values of <see cref="Layers.Input"/>.</param>
    /// <param name="outputs">Values that depend on them.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="seed">The seed of the first weights.</param>
    /// <param name="options">More layer classes and activations.</param>
    /// <exception cref="ArgumentException">An output depends on an input that is not given, or two layers have one name.</exception>
    /// <exception cref="ModelFormatException">A layer's arguments make no sense, or it does not fit its inputs.</exception>
    public static Model Functional(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, string name = "functional", int seed = 0, LoadOptions? options = null) =>
        ModelComposer.Functional(inputs, outputs, name, seed, options);

    /// <summary>Whether <see cref="Compile(Optimizer, Loss, IReadOnlyList{Metric})"/> was called.</summary>
    public bool IsCompiled => _compiled is not null;

    /// <summary>Says how the model is trained. What an earlier optimiser remembered is dropped.</summary>
    /// <exception cref="InvalidOperationException">The model was not built from an architecture, so its training form cannot be built.</exception>
    public void Compile(Optimizer optimizer, Loss loss, params IReadOnlyList<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        if (Source is null) throw new InvalidOperationException($"The model '{Name}' was not built from an architecture; only such a model can be trained.");
        DropTrainer();
        _compiled = new(optimizer, loss, metrics ?? []);
    }

    /// <summary>Says how the model is trained, with metrics by their Keras names; <c>accuracy</c> is the one that suits the loss and the model's output.</summary>
    /// <exception cref="ArgumentException">A name is not known; the message suggests the nearest.</exception>
    public void Compile(Optimizer optimizer, Loss loss, string metric, params IReadOnlyList<string> metrics) => Compile(optimizer, loss, [.. metrics.Prepend(metric).Select(m => MetricOf(m, loss))]);

    /// <summary>Says how the model is trained, with Keras's names: <c>Compile("adam", "sparse_categorical_crossentropy", "accuracy")</c>.</summary>
    /// <exception cref="ArgumentException">A name is not known; the message suggests the nearest.</exception>
    public void Compile(string optimizer, string loss, params IReadOnlyList<string> metrics)
    {
        var cost = Loss.Of(loss);
        Compile(Optimizer.Of(optimizer), cost, [.. (metrics ?? []).Select(m => MetricOf(m, cost))]);
    }

    /// <summary>Says that the model is trained as it was when a checkpoint was made; give the same state to <see cref="Fit(Dataset, int, int, Dataset, double, IReadOnlyList{Callback}, IReadOnlyDictionary{int, float}, bool, int, int?, int, int, TrainingState, Verbosity, TextWriter, WorkerPool, CancellationToken)"/> to go on.</summary>
    /// <exception cref="ModelFormatException">The checkpoint does not say how, or names what is not known.</exception>
    public void Compile(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (optimizer, loss, metrics) = CompileConfig.Read(state.CompileConfig, MetricOf);
        Compile(optimizer, loss, metrics);
    }

    /// <summary>A metric by its Keras name; <c>accuracy</c> becomes the one that suits a loss and the model's output.</summary>
    public Metric MetricOf(string name, Loss loss) => Metric.Of(name, loss, Outputs[0].Shape);

    /// <summary>
    /// Trains for some epochs. For a seed the numbers are the same bit for bit on any number of threads. Memory does not grow with the steps.
    /// </summary>
    /// <param name="data">The samples to learn from.</param>
    /// <param name="epochs">The epoch to end before, counted from 0.</param>
    /// <param name="batchSize">Samples a step.</param>
    /// <param name="validationData">The samples to evaluate after an epoch.</param>
    /// <param name="validationSplit">The share of <paramref name="data"/>, its last samples, that is kept for validation instead.</param>
    /// <param name="callbacks">Called at certain moments.</param>
    /// <param name="classWeight">Factors of the loss by class; 1 for a class that is not named.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own.</param>
    /// <param name="initialEpoch">The epoch to begin with.</param>
    /// <param name="stepsPerEpoch">The steps of an epoch, if not all.</param>
    /// <param name="validationFrequency">How many epochs there are to a validation.</param>
    /// <param name="seed">The seed of the order, of dropout and of augmentation.</param>
    /// <param name="resume">The state of a checkpoint whose weights the model has, to go on from; see <see cref="BackupAndRestore"/> for a callback that does all of it.</param>
    /// <param name="verbose">What is printed.</param>
    /// <param name="output">Where it is printed; the console if absent.</param>
    /// <param name="pool">The threads; all processors if absent.</param>
    /// <param name="cancellation">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model, or there are none.</exception>
    /// <exception cref="TrainingException">The loss is no number any more, or a callback threw.</exception>
    public History Fit(Dataset data, int epochs = 1, int batchSize = 32, Dataset? validationData = null, double validationSplit = 0, IReadOnlyList<Callback>? callbacks = null,
        IReadOnlyDictionary<int, float>? classWeight = null, bool shuffle = true, int initialEpoch = 0, int? stepsPerEpoch = null, int validationFrequency = 1, int seed = 0,
        TrainingState? resume = null, Verbosity verbose = Verbosity.Auto, TextWriter? output = null, WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        ArgumentOutOfRangeException.ThrowIfNegative(initialEpoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(validationFrequency, 1);
        if (stepsPerEpoch is { } limit) ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(stepsPerEpoch));
        if (validationSplit != 0)
        {
            if (validationData is not null) throw new ArgumentException("Give either validationData or validationSplit, not both.", nameof(validationSplit));
            (data, validationData) = data.Split(validationSplit);
        }
        var trainer = TrainerFor(data, seed);
        trainer.Check(classWeight);
        if (validationData is not null)
        {
            Check(validationData, "the validation data");
            if (validationData.TargetShape != data.TargetShape) throw new ArgumentException($"The training data has targets {data.TargetShape}, the validation data {validationData.TargetShape}; give both in one form.");
        }
        return new FitLoop(this, trainer, new(data, epochs, batchSize, validationData, callbacks ?? [], classWeight, shuffle, initialEpoch, stepsPerEpoch, validationFrequency, seed, true, resume,
            ProgressLine.Of(verbose, output), pool, cancellation)).Run();
    }

    /// <summary>Trains on arrays: x [N, ...], y [N] (classes) or [N, ...].</summary>
    /// <inheritdoc cref="Fit(Dataset, int, int, Dataset, double, IReadOnlyList{Callback}, IReadOnlyDictionary{int, float}, bool, int, int?, int, int, TrainingState, Verbosity, TextWriter, WorkerPool, CancellationToken)"/>
    public History Fit(Tensor<float> x, Tensor<float> y, int epochs = 1, int batchSize = 32, Dataset? validationData = null, double validationSplit = 0, IReadOnlyList<Callback>? callbacks = null,
        Tensor<float>? sampleWeight = null, int seed = 0, Verbosity verbose = Verbosity.Auto) =>
        Fit(Dataset.FromArrays(x, y, sampleWeight), epochs, batchSize, validationData, validationSplit, callbacks, seed: seed, verbose: verbose);

    /// <summary>The loss and the metrics over a dataset.</summary>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model, or there are none.</exception>
    public Logs Evaluate(Dataset data, int batchSize = 32, WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var compiled = Compiled();
        Check(data, "the dataset");
        using var loader = new BatchLoader(data, batchSize, Enumerable.Range(0, data.Count).ToArray(), cancellation: cancellation);
        new Evaluation(this, compiled, data.TargetShape).Run(loader, pool, cancellation);
        var logs = new Logs();
        compiled.Write(logs);
        return logs;
    }

    /// <summary>The network's output for every sample, [N, ...], computed in batches.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit the model, or there are none.</exception>
    public Tensor<float> Predict(Dataset data, int batchSize = 32, WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Check(data, "the dataset");
        using var loader = new BatchLoader(data, batchSize, Enumerable.Range(0, data.Count).ToArray(), cancellation: cancellation);
        float[] values = [];
        Shape shape = [];
        while (loader.Next(out var batch))
        {
            using var run = Session.Compile(new([(Inputs[0], Inputs[0].Shape.With(0, batch.Count))], [Outputs[0]])).Start();
            batch.Inputs.CopyTo(run.Input(0));
            run.Run(pool, cancellation);
            var output = run.Output(0);
            if (values.Length == 0) (shape, values) = (run.OutputShape(0).With(0, data.Count), new float[checked((int)(output.Length / batch.Count * (long)data.Count))]);
            output.CopyTo(values.AsSpan(output.Length / batch.Count * batch.First));
        }
        return ToTensor(values, shape);
    }

    /// <summary>One step on a batch, x [N, ...] and y [N] or [N, ...]; returns the loss before it and the metrics of the batch.</summary>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="TrainingException">The loss is no number; the weights are as before.</exception>
    public Logs TrainOnBatch(Tensor<float> x, Tensor<float> y, Tensor<float>? sampleWeight = null, IReadOnlyDictionary<int, float>? classWeight = null, int seed = 0)
    {
        var data = Dataset.FromArrays(x, y, sampleWeight);
        var history = new FitLoop(this, TrainerFor(data, seed), new(data, 1, data.Count, null, [], classWeight, false, 0, null, 1, seed, false, null, ProgressLine.Of(Verbosity.Silent, null), null, default)).Run();
        var logs = new Logs();
        foreach (var name in history.Names) logs[name] = history[name][0];
        return logs;
    }

    /// <summary>The loss and the metrics of a batch, x [N, ...] and y [N] or [N, ...].</summary>
    public Logs TestOnBatch(Tensor<float> x, Tensor<float> y, Tensor<float>? sampleWeight = null)
    {
        var data = Dataset.FromArrays(x, y, sampleWeight);
        return Evaluate(data, data.Count);
    }

    private Compilation Compiled() => _compiled ?? throw new InvalidOperationException($"The model '{Name}' is not compiled; call Compile(optimizer, loss, metrics) first.");

    private Trainer TrainerFor(Dataset data, int seed)
    {
        var compiled = Compiled();
        Check(data, "the training data");
        if (_trainer is null || _trainer.TargetShape != data.TargetShape || _trainer.Seed != seed)
        {
            _trainer?.Dispose();
            _trainer = new(this, compiled, data.TargetShape, seed);
        }
        return _trainer;
    }

    private void Check(Dataset data, string what)
    {
        if (data.Count == 0) throw new ArgumentException($"{char.ToUpperInvariant(what[0])}{what[1..]} holds no samples.");
        var expected = Inputs[0].Shape[1..];
        var given = data.InputShape;
        var fits = expected.Rank == given.Rank;
        for (var axis = 0; fits && axis < expected.Rank; axis++) fits = expected[axis] == Shape.Unknown || expected[axis] == given[axis];
        if (!fits) throw new ArgumentException($"The model takes inputs {expected}; a sample of {what} has the shape {given}.{(given.Rank == expected.Rank - 1 ? " Is the channel axis missing?" : "")}");
    }

    private void DropTrainer()
    {
        _trainer?.Dispose();
        _trainer = null;
    }
}
