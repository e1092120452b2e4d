using System.Diagnostics;

namespace TfExplain;

/// <summary>
/// A method of explanation: an immutable record of its parameters. Stateless, so one instance may serve several threads.
/// A new method derives from this, overrides <see cref="Name"/> and <see cref="Attribute"/>, and is used like the built-in ones.
/// </summary>
public abstract record Explainer
{
    /// <summary>The method's name: <c>grad-cam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The parameters as they go into the receipt.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>How the method's maps are drawn unless told otherwise.</summary>
    public virtual RenderOptions Rendering => RenderOptions.Diverging;

    /// <summary>Explains a network's decision on each image.</summary>
    /// <param name="model">The network.</param>
    /// <param name="images">The inputs.</param>
    /// <param name="target">The class; the predicted one if absent.</param>
    /// <param name="options">Seed, progress, cancellation, memory, threads, labels.</param>
    /// <exception cref="ArgumentException">The target, a layer or a parameter does not fit the model.</exception>
    /// <exception cref="Engine.ShapeException">An image does not fit the network.</exception>
    /// <exception cref="ArithmeticException">A result is not finite; the message names where that begins.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Explanation Explain(Model model, ImageBatch images, Target? target = null, ExplainOptions? options = null)
    {
        options ??= new();
        var watch = Stopwatch.StartNew();
        var run = new ExplainRun(model, images, target ?? Target.Predicted, options);
        var attributions = Attribute(run);
        foreach (var attribution in attributions)
            if (attribution.Values.Span.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var wrong)
                throw new ArithmeticException($"The {Name} map of '{images[attribution.Image].Name}' is {attribution.Values.Span[wrong]} at element {wrong}. {NotANumber.Source(model, images[attribution.Image], options)}");
        options.Progress?.Report(1);
        return new(this, images, attributions, Receipt.Of(this, run, attributions, watch.Elapsed));
    }

    /// <summary>Computes the maps, in the order of images, then targets, then layers.</summary>
    protected abstract IReadOnlyList<Attribution> Attribute(ExplainRun run);
}
