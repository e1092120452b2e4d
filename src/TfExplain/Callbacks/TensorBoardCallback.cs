using System.Globalization;
using TfExplain.Engine;
using TfExplain.TensorBoard;
using TfExplain.Training;

namespace TfExplain;

/// <summary>
/// Writes a training for TensorBoard as Keras does: <c>train/</c> and <c>validation/</c> with <c>epoch_loss</c>, <c>epoch_accuracy</c>, ..., the learning rate, the model's graph and a summary
/// in words, and if wanted the distributions of weights and gradients.
/// </summary>
/// <param name="logDir">The folder of the run.</param>
public sealed class TensorBoardCallback(string logDir = "logs") : Callback, IDisposable
{
    private SummaryWriter? _train, _validation;

    /// <summary>After how many epochs the distributions of all weights are written; 0 for never.</summary>
    public int HistogramFrequency { get; init; }

    /// <summary>Whether the gradients of the latest step are written with the weights.</summary>
    public bool WritesGradients { get; init; }

    /// <summary>Whether the graph is written.</summary>
    public bool WritesGraph { get; init; } = true;

    /// <summary>After how many steps the means so far are written as <c>batch_loss</c>, ...; null for only after epochs.</summary>
    public int? UpdateFrequency { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"The number of steps should be 1 or more; found {value}."); }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _train = new(Path.Combine(logDir, "train"));
        if (WritesGraph) _train.Graph(Run.Model);
        _train.Table("model", [["**layer**", "**class**", "**output**", "**parameters**"], .. Run.Model.Layers.Select(Row)], 0);
        _train.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (UpdateFrequency is not { } frequency || Run.Iterations % frequency != 0) return;
        foreach (var (name, value) in logs) _train!.Scalar($"batch_{name}", value, Run.Iterations);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        foreach (var (name, value) in logs)
        {
            // Numbers of explanations are written by their own callbacks.
            if (name.Contains('/', StringComparison.Ordinal) || name == "learning_rate") continue;
            if (name.StartsWith("val_", StringComparison.Ordinal)) (_validation ??= new(Path.Combine(logDir, "validation"))).Scalar($"epoch_{name[4..]}", value, epoch);
            else _train!.Scalar($"epoch_{name}", value, epoch);
        }
        _train!.Scalar("epoch_learning_rate", Run.Optimizer.LearningRate, epoch);
        if (HistogramFrequency > 0 && epoch % HistogramFrequency == 0)
            foreach (var weight in Run.Model.Parameters)
            {
                _train.Histogram(weight.Name, weight.Values, epoch);
                if (WritesGradients && Run.Gradient(weight) is { IsEmpty: false } gradient) _train.Histogram($"{weight.Name}/gradient", gradient, epoch);
            }
        _train.Flush();
        _validation?.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd() => Dispose();

    /// <summary>Closes the event files.</summary>
    public void Dispose()
    {
        _train?.Dispose();
        _validation?.Dispose();
        (_train, _validation) = (null, null);
    }

    private static IReadOnlyList<string> Row(LayerInfo layer) => [layer.Name, layer.ClassName, $"{layer.OutputShape}", layer.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)];
}
