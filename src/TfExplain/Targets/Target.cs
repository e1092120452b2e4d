using System.Collections.Immutable;
using TfExplain.Engine;

namespace TfExplain;

/// <summary>What is explained: a class of an output, its logit by default. One target serves a whole batch, or <see cref="PerImage"/> gives each image its own.</summary>
public sealed record Target
{
    private enum Choice
    {
        Class,
        Label,
        Top,
        PerImage,
        Weights,
    }

    private Choice How { get; init; }

    private int Index { get; init; }

    private string Name { get; init; } = "";

    private ImmutableArray<Target> Each { get; init; } = [];

    private ImmutableArray<float> Coefficients { get; init; } = [];

    private Quantity Quantity { get; init; }

    private string? OutputName { get; init; }

    /// <summary>The class that the network finds most likely, for each image.</summary>
    public static Target Predicted { get; } = Top(1);

    /// <summary>The same target, explaining the output after softmax or sigmoid.</summary>
    public Target Probability => With(Quantity.Probability);

    /// <summary>The same target, explaining its cross-entropy.</summary>
    public Target Loss => With(Quantity.Loss);

    /// <summary>The same target, explaining the score before softmax or sigmoid.</summary>
    public Target Logit => With(Quantity.Logit);

    /// <summary>A class by index. For an output with positions ([N, h, w, classes]) the sum over all positions.</summary>
    public static Target Class(int index) => new() { How = Choice.Class, Index = index };

    /// <summary>A class by its label; needs labels in <see cref="ExplainOptions.Labels"/>.</summary>
    public static Target Label(string label) => new() { How = Choice.Label, Name = label };

    /// <summary>The <paramref name="count"/> likeliest classes of each image; each is explained.</summary>
    public static Target Top(int count) => count >= 1 ? new() { How = Choice.Top, Index = count } : throw new ArgumentOutOfRangeException(nameof(count), $"Top({count}) names no class.");

    /// <summary>A target for each image of the batch.</summary>
    public static Target PerImage(params IEnumerable<Target> targets) => new() { How = Choice.PerImage, Each = [.. targets] };

    /// <summary>A linear functional: the sum of weight times score over the classes, e.g. +1 for one class and -1 for another.</summary>
    public static Target Weighted(params IEnumerable<float> weights) => new() { How = Choice.Weights, Coefficients = [.. weights] };

    /// <summary>The same target at another output of the network, by name.</summary>
    public Target At(string output) => this with { OutputName = output, Each = [.. Each.Select(t => t.At(output))] };

    /// <summary>The classes meant for one image.</summary>
    internal IEnumerable<ResolvedTarget> Resolve(int image, Predictions predictions, IReadOnlyList<string>? labels)
    {
        switch (How)
        {
            case Choice.PerImage:
                if (image >= Each.Length) throw new ArgumentException($"There are {Each.Length} targets for a batch of more images.");
                return Each[image].Resolve(image, predictions, labels);
            case Choice.Top:
                return predictions.Top(image, Index).Select(c => Resolved(c, image, predictions, labels));
            case Choice.Label:
                if (labels is null) throw new ArgumentException($"The class '{Name}' cannot be found: the model has no labels. Give its index, or labels.");
                var found = FindLabel(labels);
                return [Resolved(found, image, predictions, labels)];
            case Choice.Weights:
                if (Coefficients.Length != predictions.Classes) throw new ArgumentException($"There are {Coefficients.Length} weights for {predictions.Classes} classes.");
                return [new ResolvedTarget(-1, "weighted sum", Quantity, predictions.Head) { Weights = Coefficients }];
            default:
                return [Resolved(Index, image, predictions, labels)];
        }
    }

    internal Node OutputOf(Model model)
    {
        var name = OutputName ?? Each.FirstOrDefault()?.OutputName;
        if (name is null) return model.Outputs[0];
        return model.Outputs.FirstOrDefault(o => o.Name == name)
            ?? throw new ArgumentException($"The model has no output '{name}'; it has {string.Join(", ", model.Outputs.Select(o => o.Name))}.{Suggestion.For(name, model.Outputs.Select(o => o.Name))}");
    }

    private ResolvedTarget Resolved(int index, int image, Predictions predictions, IReadOnlyList<string>? labels)
    {
        if (index < 0 || index >= predictions.Classes) throw new ArgumentException($"There is no class {index}; the model's output '{predictions.Head.Output.Name}' has classes 0 to {predictions.Classes - 1}.");
        return new(index, labels is not null && index < labels.Count ? labels[index] : null, Quantity, predictions.Head) { Probability = predictions.Output(image, index) };
    }

    private int FindLabel(IReadOnlyList<string> labels)
    {
        for (var i = 0; i < labels.Count; i++)
            if (string.Equals(labels[i], Name, StringComparison.OrdinalIgnoreCase)) return i;
        throw new ArgumentException($"There is no class '{Name}' among the {labels.Count} labels.{Suggestion.For(Name, labels)}");
    }

    private Target With(Quantity quantity) => this with { Quantity = quantity, Each = [.. Each.Select(t => t.With(quantity))] };
}
