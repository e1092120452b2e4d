using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>What <see cref="Model.Compile(Optimizer, Loss, IReadOnlyList{Metric}?)"/> was told, and what of it lives on between trainings: the optimiser's memory.</summary>
internal sealed class Compilation(Optimizer optimizer, Loss loss, IReadOnlyList<Metric> metrics)
{
    private OptimizerRun? _run;
    private IReadOnlyList<Parameter> _weights = [];

    public Optimizer Optimizer { get; } = optimizer;

    public Loss Loss { get; } = loss;

    public IReadOnlyList<Metric> Metrics { get; } = metrics;

    /// <summary>The mean of the loss over an epoch, each step by the number of its samples.</summary>
    public Metrics.Mean MeanLoss { get; } = new() { Name = "loss" };

    /// <summary>The optimiser at work; the same one as long as the trainable weights are the same.</summary>
    public OptimizerRun Start(IReadOnlyList<Parameter> weights)
    {
        if (_run is not null && weights.SequenceEqual(_weights)) return _run;
        _weights = weights;
        return _run = Optimizer.Start(weights);
    }

    public void ResetMetrics()
    {
        MeanLoss.Reset();
        foreach (var metric in Metrics) metric.Reset();
    }

    /// <summary>Writes the means so far under a prefix.</summary>
    public void Write(Logs logs, string prefix = "")
    {
        logs[prefix + "loss"] = MeanLoss.Result;
        foreach (var metric in Metrics)
        {
            var results = metric.Results;
            if (results.Count == 1) logs[prefix + metric.Name] = results[0];
            else
                for (var i = 0; i < results.Count; i++) logs[$"{prefix}{metric.Name}_{i}"] = results[i];
        }
    }

    /// <summary>Keras 3's <c>compile_config</c>, or null where it cannot be said.</summary>
    public string? ToJson() => CompileConfig.Write(Optimizer, Loss, Metrics);

    public void SaveMetrics(TrainingState state)
    {
        state.Arrays["metric/loss"] = MeanLoss.State;
        for (var i = 0; i < Metrics.Count; i++) state.Arrays[$"metric/{i}"] = Metrics[i].State;
    }

    public void RestoreMetrics(TrainingState state)
    {
        if (state.Arrays.TryGetValue("metric/loss", out var loss)) MeanLoss.State = loss;
        for (var i = 0; i < Metrics.Count; i++)
            if (state.Arrays.TryGetValue($"metric/{i}", out var sums)) Metrics[i].State = sums;
    }
}
