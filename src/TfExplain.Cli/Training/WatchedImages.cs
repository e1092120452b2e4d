using System.Globalization;
using TfExplain.Data;
using TfExplain.Engine.Execution;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>The validation images that are explained while the network learns, and the callbacks that do it.</summary>
internal static class WatchedImages
{
    private const int MostRead = 1000;

    public static IEnumerable<ExplanationCallback> Callbacks(TrainSettings settings, TrainedNetwork network, Dataset validation, IReadOnlyList<string> labels, string logs, WorkerPool pool, CancellationToken cancellation)
    {
        if (settings.Methods is { Count: 0 } || (settings.Methods is null && network.InputShape.Rank != 3)) return [];
        if (network.InputShape.Rank != 3) throw new UsageError($"--explain is for pictures [H,W,C]; the samples of {settings.Data} are {network.InputShape}.");
        var methods = settings.Methods ?? [Methods.Named(network.HasFeatureMaps ? "grad-cam" : "gradients")];
        var images = Images.Of(validation, Choose(validation, labels.Count, settings.ExplainedImages), network.Preprocessing);
        var target = settings.ExplainedClass is { } text ? Target.Class(Class(text, labels)) : null;
        return methods.Select(method => new ExplanationCallback(method.Create([]), images, target, logs)
        {
            RunName = "explanations",
            Tag = method.Name,
            Every = Every.Epochs(settings.Every),
            Options = new() { Seed = settings.Seed, Labels = labels, Pool = pool, Cancellation = cancellation },
        });
    }

    /// <summary>The first sample of each class, then the first ones that are left; among the first thousand samples.</summary>
    private static int[] Choose(Dataset samples, int classes, int count)
    {
        var (chosen, others) = (new List<int>(), new List<int>());
        var seen = new HashSet<float>();
        float[] input = new float[samples.InputShape.Count], target = new float[samples.TargetShape.Count];
        for (var i = 0; i < Math.Min(samples.Count, MostRead) && chosen.Count < Math.Min(count, classes); i++)
        {
            samples.Read(i, input, target);
            (seen.Add(target.Length == 1 ? target[0] : Array.IndexOf(target, 1f)) ? chosen : others).Add(i);
        }
        var next = chosen.Concat(others).DefaultIfEmpty(-1).Max() + 1;
        return [.. chosen.Concat(others).Concat(Enumerable.Range(next, samples.Count - next)).Take(count).Order()];
    }

    private static int Class(string text, IReadOnlyList<string> labels)
    {
        var index = Enumerable.Range(0, labels.Count).Where(i => labels[i] == text).DefaultIfEmpty(-1).First();
        if (index < 0 && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index))
            throw new UsageError($"--explain-class: there is no class '{text}'.{Suggestion.For(text, labels)}");
        return index >= 0 && index < labels.Count ? index : throw new UsageError($"--explain-class: classes are 0 to {labels.Count - 1}; found {text}.");
    }
}
