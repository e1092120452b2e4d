using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Training;

/// <summary>The loss and the metrics of a model as it predicts, over a dataset.</summary>
internal sealed class Evaluation
{
    private readonly Model _model;
    private readonly Compilation _compiled;
    private readonly Node _input, _target, _weight, _output, _loss;

    public Evaluation(Model model, Compilation compiled, Shape targetShape)
    {
        (_model, _compiled) = (model, compiled);
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1) throw new TrainingException($"The model has {model.Inputs.Count} inputs and {model.Outputs.Count} outputs; Evaluate takes one of each.");
        (_input, _output) = (model.Inputs[0], model.Outputs[0]);
        var builder = new GraphBuilder();
        // The weights of this form of the model: training has built another one since.
        var nodes = model.Graph.Nodes.Where(n => n.Operation is ParameterValue).ToDictionary(n => ((ParameterValue)n.Operation).Parameter);
        var trainable = WeightTraits.Of(model.Source!.Weights).Where(t => t.Parameter.IsTrainable && nodes.ContainsKey(t.Parameter)).DistinctBy(t => t.Parameter);
        (_target, _weight, _loss) = LossGraph.Build(builder, compiled.Loss, _output, targetShape, trainable, nodes);
    }

    /// <summary>Runs through the samples in order and leaves the results in the metrics.</summary>
    public void Run(BatchLoader loader, WorkerPool? pool, CancellationToken cancellation)
    {
        _compiled.ResetMetrics();
        PlanExecution? run = null;
        var size = 0;
        try
        {
            while (loader.Next(out var batch))
            {
                var count = batch.Count;
                var targetShape = _target.Shape.With(0, count);
                BatchCheck.Run(loader, batch, _compiled.Loss, _target.Shape, _output.Shape);
                if (run is null || size != count)
                {
                    run?.Dispose();
                    (run, size) = (_model.Session.Compile(new([(_input, _input.Shape.With(0, count)), (_target, targetShape), (_weight, [count])], [_loss, _output])).Start(), count);
                }
                LossGraph.Fill(run, batch.Inputs, batch.Targets, batch.Weights);
                run.Run(pool, cancellation);
                _compiled.MeanLoss.Add(run.Output(0)[0], count);
                foreach (var metric in _compiled.Metrics) metric.Update(batch.Targets, targetShape, run.Output(1), run.OutputShape(1), []);
            }
        }
        finally
        {
            run?.Dispose();
        }
    }
}
