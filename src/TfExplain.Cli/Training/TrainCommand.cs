using TfExplain.Engine.Execution;
using TfExplain.Reports;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary><c>train</c>: a network learns, and shows what it looks at meanwhile.</summary>
internal sealed class TrainCommand(TrainSettings settings, Terminal terminal, CancellationToken cancellation)
{
    private TextWriter Lines => settings.Json ? terminal.Error : terminal.Out;

    public async Task<int> RunAsync()
    {
        var data = await TrainingData.LoadAsync(settings, terminal, cancellation);
        using var network = TrainedNetwork.Create(settings, data, terminal);
        var (train, validation) = data.Prepare(settings, network.Preprocessing, network.InputShape);
        if (!network.TakesClasses) (train, validation) = (train.OneHot(data.ClassNames.Count), validation.OneHot(data.ClassNames.Count));
        using var own = settings.Threads > 0 ? new WorkerPool(settings.Threads) : null;
        var pool = own ?? WorkerPool.Shared;
        var watched = WatchedImages.Callbacks(settings, network, validation, data.ClassNames, Path.Combine(settings.Folder, "logs"), pool, cancellation).ToList();
        var folder = RunFolder.Open(settings);
        var report = new TrainReport(settings, folder, network, data, train, validation);
        report.PrintBeginning(Lines);
        History history;
        try
        {
            history = network.Model.Fit(train, settings.Epochs, settings.BatchSize, validation, callbacks: Callbacks(folder, watched), seed: settings.Seed,
                verbose: (settings.Json ? terminal.ShowsProgress : terminal.IsInteractive) ? Verbosity.Bar : Verbosity.Lines, output: Lines, pool: pool, cancellation: cancellation);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine(File.Exists(folder.Checkpoint)
                ? $"tf-explain: stopped; what is written is whole. Repeat the command with --resume to go on from {folder.Checkpoint}."
                : "tf-explain: stopped before there was anything to go on from.");
            return Failure.Failed;
        }
        if (settings.KeepsBest && File.Exists(folder.Best)) network.Model.LoadWeights(folder.Best);
        var evaluation = network.Model.Evaluate(validation, settings.BatchSize, pool, cancellation);
        folder.Describe(data.ClassNames, network.Preprocessing);
        network.Model.Save(folder.Model);
        folder.Write(Path.GetFileName(folder.Page), LogReport.Create(folder.Logs, new() { Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Folder))) }, cancellation).Html.Span);
        if (settings.Json) terminal.Out.WriteLine(JsonText.Of(json => report.Write(json, history, evaluation)));
        else report.PrintEnd(terminal.Out, history, evaluation);
        return 0;
    }

    private List<Callback> Callbacks(RunFolder folder, IEnumerable<ExplanationCallback> watched)
    {
        List<Callback> callbacks = [.. watched, new TensorBoardCallback(folder.Logs), new CsvLogger(folder.History)];
        if (settings.Patience is { } patience) callbacks.Add(new EarlyStopping { Patience = patience });
        if (settings.KeepsBest) callbacks.Add(new ModelCheckpoint(folder.Best, "val_accuracy", MonitorMode.Max) { SaveBestOnly = true });
        callbacks.Add(new BackupAndRestore(folder.Checkpoint) { KeepFile = true, SaveFrequency = settings.CheckpointSteps });
        return callbacks;
    }
}
