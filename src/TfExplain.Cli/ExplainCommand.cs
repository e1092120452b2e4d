using TfExplain.Engine.Differentiation;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Cli;

/// <summary><c>explain</c>: pictures, raw maps, a contact sheet and a receipt for each image.</summary>
internal sealed class ExplainCommand(ExplainSettings settings, Terminal terminal, CancellationToken cancellation)
{
    private const int PredictionsShown = 5;

    private readonly PhaseTimes? _times = settings.Common.Verbose ? new() : null;
    private readonly FileNames _stems = new();

    public async Task<int> RunAsync()
    {
        var failed = false;
        using var folder = OutputFolder.Prepare(settings.Folder);
        using var session = new ImageSession(settings.Common, terminal, _times);
        await session.ForEachAsync(input => ExplainAsync(input, session), () => failed = true, cancellation);
        _times?.Print(terminal.Error);
        return failed ? Failure.Failed : 0;
    }

    private async Task ExplainAsync(RawInput input, ImageSession session)
    {
        var batch = new ImageBatch(session.Workspace.Prepare(input));
        var options = session.Workspace.Options with { Seed = settings.Seed, Cancellation = cancellation };
        IReadOnlyList<ClassScore> classes;
        using (_times?.Start("predict")) classes = ClassScore.Top(Predictions.Of(session.Workspace.Model, batch, options), PredictionsShown, options.Labels);

        using var files = new OutputFiles(settings.Folder);
        var stem = _stems.Take(input.Stem);
        var names = new FileNames();
        var results = new List<MapResult>();
        var writing = new List<Task>();
        try
        {
            using (var progress = new ProgressBar(terminal, settings.Methods.Count))
                foreach (var choice in settings.Methods)
                {
                    progress.Next($"{input.Name} {choice.Method.Name}");
                    if (Explain(choice, session.Workspace.Model, batch, options with { Progress = progress }, results.Count > 0) is not { } explanation) continue;
                    foreach (var result in Draw(explanation, choice.Method, stem, names))
                    {
                        results.Add(result);
                        writing.Add(Task.Run(() => Write(result, files), cancellation));
                    }
                }
            writing.Add(Task.Run(() => files.Write($"{stem}.receipt.json", Receipt(input, classes, results)), cancellation));
            writing.Add(Task.Run(() => WriteSheet($"{stem}.sheet.png", files, session.Workspace.Model, batch[0], classes, results), cancellation));
        }
        finally
        {
            // Nothing may be written any more when the files are deleted.
            await Task.WhenAll(writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(writing);
        cancellation.ThrowIfCancellationRequested();
        files.Commit();
        new ExplainReport(input, stem, classes, results, files).Print(terminal, settings.Common.Json);
    }

    /// <summary>Runs a method; null for one that nobody named and that does not fit the model.</summary>
    private Explanation? Explain(MethodChoice choice, Model model, ImageBatch batch, ExplainOptions options, bool targetIsFound)
    {
        using var _ = _times?.Start(choice.Method.Name);
        try
        {
            return choice.Explainer.Explain(model, batch, settings.Target, options);
        }
        catch (Exception e) when (!choice.IsNamed && targetIsFound && e is ArgumentException or NotDifferentiableException)
        {
            terminal.Error.WriteLine($"tf-explain: {choice.Method.Name} is left out: {Failure.Line(e)}");
            return null;
        }
    }

    private IEnumerable<MapResult> Draw(Explanation explanation, Method method, string stem, FileNames names)
    {
        using var _ = _times?.Start($"draw {method.Name}");
        var manyClasses = explanation.Maps.Any(m => m.Target?.Index != explanation.Maps[0].Target?.Index);
        var manyLayers = explanation.Maps.Any(m => m.Layer != explanation.Maps[0].Layer);
        for (var i = 0; i < explanation.Maps.Count; i++)
        {
            var map = explanation.Maps[i];
            var name = $"{stem}.{method.Name}{(manyClasses ? $".{map.Target?.Index}" : "")}{(manyLayers ? $".{map.Layer}" : "")}";
            yield return new(explanation, i, names.Take(name), Methods.Picture(explanation, i), method.Title);
        }
    }

    private void Write(MapResult result, OutputFiles files)
    {
        using var _ = _times?.Start($"write {result.File}");
        files.Write(result.File + ".png", result.Picture.ToPng());
        files.Write(result.File + ".npy", new NpyArray(result.Map.Values.ToArray(), result.Map.Shape.Span.ToArray()).ToBytes());
    }

    private void WriteSheet(string name, OutputFiles files, Model model, ModelImage image, IReadOnlyList<ClassScore> classes, List<MapResult> results)
    {
        Image sheet;
        using (_times?.Start("draw sheet"))
            sheet = ExplanationSheet.Draw(image.Name, $"{model.Name} answers {classes[0].Name}, {classes[0].Text}", image, [.. classes.Select(c => (c.Name, c.Index, c.Text, c.Share))],
                [.. results.Select(r => new SheetMap(r.Explanation, r.Place, r.Picture, r.Title))]);
        using (_times?.Start("write sheet")) files.Write(name, sheet.ToPng());
    }

    private static byte[] Receipt(RawInput input, IReadOnlyList<ClassScore> classes, List<MapResult> results) => JsonText.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("image", input.Path);
        ClassScore.Write(json, classes);
        json.WriteStartArray("explanations");
        foreach (var result in results)
            if (result.Place == 0) result.Explanation.Receipt.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }, indented: true);
}
