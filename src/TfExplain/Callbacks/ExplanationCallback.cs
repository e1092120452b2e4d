using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Drawing;
using TfExplain.TensorBoard;
using TfExplain.Training;

namespace TfExplain;

/// <summary>
/// Explains some images again and again while a network learns: a picture per moment for TensorBoard and <c>tf-explain logs</c>, and numbers over time: the network's output for the
/// target, how much the maps drifted since the time before, how sparse they are, and how much of them lies in a given box. The numbers go into the history too.
/// </summary>
/// <param name="explainer">The method.</param>
/// <param name="images">The images, the same ones each time; see <see cref="Data.Images.ToBatch"/> for those of a dataset.</param>
/// <param name="target">The class; the predicted one of the moment if absent.</param>
/// <param name="outputDir">Where the event file goes, in a folder named by the moment the callback was made.</param>
/// <example><code>model.Fit(train, epochs: 5, callbacks: [new ExplanationCallback(new GradCam(), images, Target.Class(3))]);</code></example>
public class ExplanationCallback(Explainer explainer, ImageBatch images, Target? target = null, string outputDir = "logs/explanations") : Callback, IDisposable
{
    private const int SmallestTile = 112;
    private readonly string _moment = DateTime.Now.ToString("yyyyMMdd-HHmmss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
    private SummaryWriter? _writer;
    private IReadOnlyList<Attribution>? _before;

    /// <inheritdoc/>
    public override string Name => GetType() == typeof(ExplanationCallback) ? $"{nameof(ExplanationCallback)}({Explainer.Name})" : GetType().Name;

    /// <summary>The method.</summary>
    public Explainer Explainer { get; private protected init; } = explainer ?? throw new ArgumentNullException(nameof(explainer));

    /// <summary>The images.</summary>
    public ImageBatch Images { get; } = images ?? throw new ArgumentNullException(nameof(images));

    /// <summary>The class; null for the predicted one of the moment.</summary>
    public Target? Target { get; } = target;

    /// <summary>When to explain: after every epoch unless told otherwise.</summary>
    public Every Every { get; init; } = Every.Epoch;

    /// <summary>What pictures and numbers are called; the method's name unless set.</summary>
    public string Tag { get => field ?? Explainer.Name; init; }

    /// <summary>Where the thing is in each image, for the share of the map inside; one box for all images, or one per image.</summary>
    public IReadOnlyList<Box> Boxes { get; init; } = [];

    /// <summary>How maps are drawn; the method's own way unless set.</summary>
    public RenderOptions? Rendering { get; init; }

    /// <summary>Seed, threads, labels.</summary>
    public ExplainOptions Options { get; init; } = new();

    /// <summary>The folder of the event file inside of <c>outputDir</c>: the moment the callback was made unless set.</summary>
    public string RunName { get => field ?? _moment; init; }

    /// <summary>Whether numbers are noted besides pictures.</summary>
    public bool LogsNumbers { get; init; } = true;

    /// <summary>The folder of the event file.</summary>
    public string Folder => Path.Combine(outputDir, RunName);

    /// <summary>The latest explanation, or null.</summary>
    public Explanation? Latest { get; private set; }

    /// <summary>The latest picture, or null.</summary>
    public Image? LatestPicture { get; private set; }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (Every.IsEpoch(epoch)) Write(Run.Model, epoch, logs);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (Every.IsStep(Run.Iterations)) Write(Run.Model, Run.Iterations, null);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        _writer?.Dispose();
        _writer = null;
    }

    /// <inheritdoc/>
    public override void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        // The maps, so that a training that goes on from a checkpoint knows how far the next ones drifted.
        for (var i = 0; i < (_before?.Count ?? 0); i++)
        {
            var map = _before![i];
            state.Arrays[$"{StatePrefix}{i:00000}"] = [.. map.Shape.Span.ToArray().Select(e => (double)e), .. map.Values.ToArray().Select(v => (double)v)];
        }
    }

    /// <inheritdoc/>
    public override void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var maps = new List<Attribution>();
        foreach (var (_, values) in state.Arrays.Where(a => a.Key.StartsWith(StatePrefix, StringComparison.Ordinal)))
        {
            if (values.Length < 3) return;
            Shape shape = [(int)values[0], (int)values[1], (int)values[2]];
            if (shape.Count != values.Length - 3) return;
            maps.Add(new(maps.Count, null, null, shape, values[3..].Select(v => (float)v).ToArray()));
        }
        _before = maps.Count > 0 ? maps : null;
    }

    /// <summary>Explains the images with a model as it is now, and writes the picture and the numbers; for training loops of your own, too.</summary>
    /// <param name="model">The model.</param>
    /// <param name="step">The epoch or step that the picture stands for.</param>
    /// <param name="logs">Where numbers are noted besides the event file, or null.</param>
    public void Write(Model model, long step, Logs? logs = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _writer ??= new(Folder);
        var explanation = Explainer.Explain(model, Images, Target, Options);
        LatestPicture = Picture(explanation);
        _writer.Image(Tag, LatestPicture, step);
        if (LogsNumbers)
            foreach (var (name, value) in Numbers(explanation))
            {
                _writer.Scalar($"{Tag}/{name}", value, step);
                if (logs is not null) logs[$"{Tag}/{name}"] = value;
            }
        (Latest, _before) = (explanation, explanation.Maps);
        // A page that watches the folder sees each epoch as it comes.
        _writer.Flush();
    }

    /// <summary>Closes the event file.</summary>
    public void Dispose()
    {
        OnTrainEnd();
        GC.SuppressFinalize(this);
    }

    /// <summary>One picture of all maps: a row of tiles, small images enlarged by whole factors.</summary>
    protected virtual Image Picture(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var options = Rendering ?? Explainer.Rendering;
        var tiles = explanation.Maps.Select(map => new ContactSheet.Cell(options.Channels == ChannelReduction.Tiles
            ? Renderer.Draw(map, Images[map.Image], options)
            : Renderer.Draw(map, Enlarged(Images[map.Image]), options))).ToList();
        return tiles.Count == 1 ? tiles[0].Picture : new ContactSheet { Gap = 4, Columns = Math.Min(tiles.Count, 10) }.Compose(tiles);
    }

    private IEnumerable<(string Name, double Value)> Numbers(Explanation explanation)
    {
        var maps = explanation.Maps;
        if (maps.All(m => m.Target is not null)) yield return ("score", maps.Average(m => (double)m.Target!.Probability));
        if (_before is { } before && before.Count == maps.Count && before.Zip(maps).All(p => p.First.Shape == p.Second.Shape))
            yield return ("drift", before.Zip(maps).Average(p => MapNumbers.Drift(p.Second, p.First)));
        yield return ("gini", maps.Average(MapNumbers.Gini));
        if (Boxes.Count == 0) yield break;
        if (Boxes.Count != 1 && Boxes.Count != Images.Count) throw new ArgumentException($"There are {Boxes.Count} boxes for {Images.Count} images; give one for all, or one per image.");
        yield return ("inside", maps.Average(m => MapNumbers.Inside(m, Images[m.Image].Shape, Boxes[Boxes.Count == 1 ? 0 : m.Image])));
    }

    private string StatePrefix => $"explanation/{Tag}/";

    private static ModelImage Enlarged(ModelImage image)
    {
        var zoom = Math.Max(1, (SmallestTile + image.Shape[1] - 1) / image.Shape[1]);
        if (zoom == 1) return image;
        Shape shape = [image.Shape[0] * zoom, image.Shape[1] * zoom, image.Shape[2]];
        return image with { Shape = shape, Picture = image.Picture is { } small ? Zoom(small, zoom) : null };
    }

    private static Image Zoom(Image small, int zoom)
    {
        var large = new Image(small.Width * zoom, small.Height * zoom, small.Channels);
        for (var y = 0; y < large.Height; y++)
            for (var x = 0; x < large.Width; x++)
                small.Row(y / zoom).Slice(x / zoom * small.Channels, small.Channels).CopyTo(large.Row(y)[(x * small.Channels)..]);
        return large;
    }
}
