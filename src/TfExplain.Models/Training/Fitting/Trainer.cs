using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;
using TfExplain.Models.Keras;
using TfExplain.Models.Keras.Writing;

namespace TfExplain.Training;

/// <summary>
/// A compiled model: its training form with the loss behind it, differentiated at the trainable weights, and the optimiser that moves these. A step runs one
/// plan; plans and their memory are kept per batch size, so a step in the steady state allocates next to nothing.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainingForm _form;
    private readonly Node _input, _target, _weight, _output, _loss;
    private readonly List<WeightTraits> _trainable;
    private readonly List<(Parameter Parameter, Constraint Constraint)> _constraints;
    private readonly List<(Parameter Parameter, Node Next)> _updates;
    private readonly Dictionary<Parameter, int> _index = [];
    private readonly Session _session = new();
    private readonly Dictionary<int, StepPlan> _steps = [];
    private StepPlan? _latest;

    public Trainer(Model model, Compilation compiled, Shape targetShape, int seed)
    {
        (Compiled, Seed) = (compiled, seed);
        var source = model.Source!;
        _form = new(seed);
        var graph = KerasGraph.Build(source.Stored, source.Options, source.Weights, _form);
        Node Only(IReadOnlyList<Node> values, string what) => values.Count == 1 ? values[0]
            : throw new TrainingException($"The model has {values.Count} {what}s ({string.Join(", ", values.Select(v => v.Name))}); Fit trains models with one input and one output.");
        _input = Only(graph.Inputs, "input");
        _output = Only(graph.Outputs, "output");
        _trainable = [.. WeightTraits.Of(source.Weights).Where(t => t.Parameter.IsTrainable).DistinctBy(t => t.Parameter)];
        if (_trainable.Count == 0) throw new TrainingException("The model has no trainable weights: every layer is frozen or without weights.");
        var nodes = source.Weights.Nodes;
        (_target, _weight, var loss) = LossGraph.Build(_form.Builder, compiled.Loss, _output, targetShape, _trainable, nodes);
        _loss = LossGraph.Sum(_form.Builder, loss, _form.Losses);
        _updates = [.. _form.Updates];
        Weights = [.. _trainable.Select(t => nodes[t.Parameter])];
        Changing = [.. Weights, .. _updates.Select(u => nodes[u.Parameter])];
        for (var i = 0; i < _trainable.Count; i++) _index[_trainable[i].Parameter] = i;
        _constraints = [.. _trainable.Where(t => t.Constraint is not null).Select(t => (t.Parameter, t.Constraint!))];
        Optimizer = compiled.Start([.. _trainable.Select(t => t.Parameter)]);
    }

    public Compilation Compiled { get; }

    public int Seed { get; }

    /// <summary>The shape of a target without the batch.</summary>
    public Shape TargetShape => _target.Shape[1..];

    /// <summary>Throws unless a batch can be learnt from.</summary>
    public void Check(BatchLoader loader, in Batch batch) => BatchCheck.Run(loader, batch, Compiled.Loss, _target.Shape, _output.Shape);

    public OptimizerRun Optimizer { get; }

    /// <summary>The loss of the latest step, regularisation included.</summary>
    public float Loss { get; private set; }

    private List<Node> Weights { get; }

    private List<Node> Changing { get; }

    /// <summary>One step: the loss and the output of the batch, then new weights. If the loss is no number the weights stay as they are.</summary>
    public void Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int count, WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        foreach (var prepare in _form.Preparations) prepare();
        var step = _latest = PlanFor(count);
        var run = step.Execution;
        LossGraph.Fill(run, inputs, targets, weights);
        if (run.Input(3) is { IsEmpty: false } digits)
        {
            digits[0] = Optimizer.Iterations % RandomValues.StepBase;
            digits[1] = Optimizer.Iterations / RandomValues.StepBase;
        }
        run.Cotangent(0).Fill(1);
        run.Run(pool, cancellation);
        Loss = run.Output(0)[0];
        if (!float.IsFinite(Loss)) return;
        Optimizer.Step(step.Gradients, pool);
        foreach (var (parameter, constraint) in _constraints) constraint.Apply(parameter.Shape, parameter.BeginUpdate());
        for (var i = 0; i < _updates.Count; i++) run.Output(2 + i).CopyTo(_updates[i].Parameter.BeginUpdate());
    }

    /// <summary>The output of the latest step, [N, ...].</summary>
    public ReadOnlySpan<float> Output => _latest!.Execution.Output(1);

    public Shape OutputShape => _latest!.Execution.OutputShape(1);

    public ReadOnlySpan<float> Gradient(Parameter weight) => _latest is not null && _index.TryGetValue(weight, out var index) ? _latest.Execution.Gradient(index) : [];

    /// <summary>The run of the latest step, whose plan and times tell where a step's time goes.</summary>
    internal PlanExecution Execution => _latest!.Execution;

    public void Save(TrainingState state)
    {
        state.Iterations = Optimizer.Iterations;
        state.LearningRate = Optimizer.LearningRate;
        state.CompileConfig = Compiled.ToJson();
        state.OptimizerVariables = [.. Optimizer.Slots.Select(s => new OptimizerVariable(s.Name, s.Parameter?.Name ?? "", s.Shape, s.Values.ToArray()))];
        Compiled.SaveMetrics(state);
    }

    /// <summary>Throws unless these are factors of classes that the model has.</summary>
    public void Check(IReadOnlyDictionary<int, float>? classWeight)
    {
        // One output tells two classes apart.
        var classes = Math.Max(_output.Shape[^1], 2);
        foreach (var (label, factor) in classWeight ?? new Dictionary<int, float>())
        {
            if (label < 0 || label >= classes) throw new ArgumentException($"The class weights name the class {label}; the model's classes are 0 to {classes - 1}.");
            if (!(factor >= 0 && float.IsFinite(factor))) throw new ArgumentException($"The weight of class {label} is {factor}; expected a finite number from 0.");
        }
    }

    /// <summary>Throws unless the state is one of this optimiser on this model.</summary>
    public void Check(TrainingState state)
    {
        var slots = Optimizer.Slots;
        if (state.CompileConfig is { } config && TrainingConfig.Optimizer(config) is var name && TrainingConfig.Optimizer(Compiled.ToJson()) is var mine && name != mine)
            throw new TrainingException($"The checkpoint's optimiser is {name}; the model is compiled with {mine}. Compile the model as it was when the checkpoint was made.");
        if (state.OptimizerVariables.Count != slots.Count)
            throw new TrainingException($"The checkpoint holds {state.OptimizerVariables.Count} variables of its optimiser; {Compiled.Optimizer.Name} on this model has {slots.Count}. Compile the model as it was when the checkpoint was made.");
        for (var i = 0; i < slots.Count; i++)
        {
            var stored = state.OptimizerVariables[i];
            if (stored.Name != slots[i].Name || stored.Path != (slots[i].Parameter?.Name ?? "") || stored.Values.Length != slots[i].Values.Length)
                throw new TrainingException($"The checkpoint's optimiser has '{stored.Name}' of '{stored.Path}' where {Compiled.Optimizer.Name} on this model has '{slots[i].Name}' of '{slots[i].Parameter?.Name}'. Compile the model as it was when the checkpoint was made.");
        }
    }

    public void Restore(TrainingState state)
    {
        for (var i = 0; i < Optimizer.Slots.Count; i++) Optimizer.Slots[i].CopyFrom(state.OptimizerVariables[i].Values);
        Optimizer.Iterations = state.Iterations;
        if (Compiled.Optimizer.LearningRate is Schedules.ConstantSchedule) Optimizer.SetLearningRate(state.LearningRate);
        Compiled.RestoreMetrics(state);
    }

    public void Dispose()
    {
        foreach (var step in _steps.Values) step.Execution.Dispose();
        _session.Dispose();
    }

    private StepPlan PlanFor(int count)
    {
        if (_steps.TryGetValue(count, out var known)) return known;
        var request = new PlanRequest(
            [(_input, _input.Shape.With(0, count)), (_target, _target.Shape.With(0, count)), (_weight, [count]), (_form.Step, [2])],
            [_loss, _output, .. _updates.Select(u => u.Next)], [_loss], Weights, changing: Changing);
        return _steps[count] = new(_session.Compile(request).Start());
    }

    private sealed class StepPlan
    {
        public StepPlan(PlanExecution execution)
        {
            Execution = execution;
            Gradients = index => Execution.Gradient(index);
        }

        public PlanExecution Execution { get; }

        public GradientSource Gradients { get; }
    }
}
