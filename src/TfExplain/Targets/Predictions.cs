using TfExplain.Engine;

namespace TfExplain;

/// <summary>A network's answers for a batch.</summary>
public sealed class Predictions
{
    private readonly float[][] _outputs;

    private Predictions(ScoreHead head, float[][] outputs)
    {
        Head = head;
        _outputs = outputs;
        Classes = head.Output.Shape[^1];
    }

    internal ScoreHead Head { get; }

    /// <summary>Whether the outputs come from a softmax or sigmoid.</summary>
    public bool AreProbabilities => Head.Kind != ScoreKind.Linear;

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The output for one class of one image; for an output with positions their mean.</summary>
    public float Output(int image, int index)
    {
        double total = 0;
        for (var i = index; i < _outputs[image].Length; i += Classes) total += _outputs[image][i];
        return (float)(total / (_outputs[image].Length / Classes));
    }

    /// <summary>The classes with the largest outputs, largest first; equal ones in the order of their index.</summary>
    public IReadOnlyList<int> Top(int image, int count) => [.. Enumerable.Range(0, Classes).OrderByDescending(c => Output(image, c)).Take(count)];

    /// <summary>Runs the network on every image of a batch.</summary>
    /// <exception cref="ShapeException">An image does not fit the network.</exception>
    public static Predictions Of(Model model, ImageBatch images, ExplainOptions? options = null) => images.PredictionsOf(model, model.Outputs[0], options ?? new());

    internal static Predictions Compute(Model model, Node output, ImageBatch images, ExplainOptions options)
    {
        var outputs = new float[images.Count][];
        for (var i = 0; i < images.Count; i++)
        {
            using var run = model.Session.Compile(new([(model.Inputs[0], [1, .. images[i].Shape])], [output]), options.Pool).Start();
            images[i].Values.Span.CopyTo(run.Input(0));
            run.Run(options.Pool, options.Cancellation);
            outputs[i] = run.Output(0).ToArray();
            var wrong = outputs[i].AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (wrong >= 0) throw new ArithmeticException($"The network's output '{output.Name}' for '{images[i].Name}' is {outputs[i][wrong]} at element {wrong}. {NotANumber.Source(model, images[i], options)}");
        }
        return new(ScoreHead.Of(output), outputs);
    }
}
