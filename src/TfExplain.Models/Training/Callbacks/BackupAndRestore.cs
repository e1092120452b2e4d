namespace TfExplain.Training;

/// <summary>
/// Saves everything that training needs after each epoch, or every so many steps, and when the training is cancelled between two steps; and goes on from the file if it
/// exists when training begins. It is called after all other callbacks, so that the file holds what they remember. An interrupted training then ends with the numbers of an undisturbed one, bit for bit. After a training that came to its end the file is deleted, as in Keras, unless it is to be kept.
/// </summary>
/// <param name="path">The file, <c>.keras</c> or <c>.h5</c>.</param>
public sealed class BackupAndRestore(string path) : Callback
{
    /// <summary>After how many steps to save, besides after every epoch; null for epochs alone.</summary>
    public int? SaveFrequency { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"The number of steps should be 1 or more; found {value}."); }

    /// <summary>Whether the file stays after the end of the training.</summary>
    public bool KeepFile { get; init; }

    /// <inheritdoc/>
    public override bool RunsLast => true;

    internal override void Resume()
    {
        if (!File.Exists(path)) return;
        var state = TrainingState.Read(path) ?? throw new TrainingException($"{path}: this model file holds no training state to go on from; delete it, or name another file.");
        Run.Check(state);
        Run.Model.LoadWeights(path);
        Run.Restore(state);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => Save();

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (SaveFrequency is { } frequency && Run.Iterations % frequency == 0) Save();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        if (Run.HasFailed)
        {
            if (Run.WasCancelled && Run.IsBetweenSteps) Save();
        }
        else if (!KeepFile && (Run.Epoch >= Run.Epochs || Run.IsStopping)) File.Delete(path);
    }

    private void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Run.Model.Save(path, new() { Training = Run.Capture() });
    }
}
