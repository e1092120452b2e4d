using TfExplain.Engine;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Execution.Incremental;

namespace TfExplain;

/// <summary>One image with one class to explain.</summary>
/// <param name="Image">The image's place in the batch.</param>
/// <param name="Target">The class.</param>
public sealed record ExplainCase(int Image, ResolvedTarget Target);

/// <summary>What a method works with: the network, the images with their resolved targets, and streamed forward and backward passes that keep count.</summary>
public sealed class ExplainRun
{
    // Below this share of the arithmetic the copying of crops is paid for.
    private const double WorthIncremental = 0.75;

    private long _done;
    private long _expected;

    internal ExplainRun(Model model, ImageBatch images, Target target, ExplainOptions options)
    {
        Model = model;
        Images = images;
        Options = options;
        ImageBatch.ImageShape(model);
        var predictions = images.PredictionsOf(model, target.OutputOf(model), options);
        Cases = [.. Enumerable.Range(0, images.Count).SelectMany(i => target.Resolve(i, predictions, options.Labels).Select(t => new ExplainCase(i, t)))];
    }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>The inputs.</summary>
    public ImageBatch Images { get; }

    /// <summary>Every image with every class asked for.</summary>
    public IReadOnlyList<ExplainCase> Cases { get; }

    /// <summary>Seed, progress, cancellation, memory, threads, labels.</summary>
    public ExplainOptions Options { get; }

    /// <summary>Images sent forward so far.</summary>
    public long Forwards { get; private set; }

    /// <summary>Cotangents sent backward so far.</summary>
    public long Backwards { get; private set; }

    /// <summary>What the user should know.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The network's image input.</summary>
    public Node Input => Model.Inputs[0];

    /// <summary>Says how many samples will come, for the progress.</summary>
    public void Expect(long samples) => _expected += samples;

    /// <summary>The cases of each image; the classes of an image can share its forward passes.</summary>
    public IEnumerable<(int Image, IReadOnlyList<ResolvedTarget> Targets)> ByImage => Cases.GroupBy(c => c.Image).Select(g => (g.Key, (IReadOnlyList<ResolvedTarget>)[.. g.Select(c => c.Target)]));

    /// <summary><see cref="Gradients(int, IReadOnlyList{ResolvedTarget}, int, BackwardRule, Action{int, Span{float}}, ClassGradientTaker)"/> for one class.</summary>
    public void Gradients(ExplainCase item, int count, BackwardRule rule, Action<int, Span<float>> fill, GradientTaker take) =>
        Gradients(item.Image, [item.Target], count, rule, fill, (sample, _, score, gradient) => take(sample, score, gradient));

    /// <summary>
    /// Sends <paramref name="count"/> inputs of an image's size forward and each class's cotangent backward to the network's input, in chunks that fit the memory budget.
    /// <paramref name="fill"/> writes input s (from several threads, each s once); <paramref name="take"/> gets the score and d score / d input of each s in order, class by class.
    /// </summary>
    public void Gradients(int image, IReadOnlyList<ResolvedTarget> targets, int count, BackwardRule rule, Action<int, Span<float>> fill, ClassGradientTaker take)
    {
        var size = Images[image].Shape;
        var node = targets[0].Node;
        Stream(count, n => new([(Input, [n, .. size])], [node], [node], [Input], rule, targets.Count), fill, (execution, n) =>
        {
            for (var t = 0; t < targets.Count; t++)
            {
                var cotangent = execution.Cotangent(0, t);
                var per = cotangent.Length / n;
                for (var i = 0; i < n; i++) targets[t].WriteCotangent(cotangent.Slice(i * per, per));
            }
            Backwards += (long)n * targets.Count;
        }, (execution, s, i, n) =>
        {
            var scores = execution.Sample(i, n)[0];
            for (var t = 0; t < targets.Count; t++)
            {
                var gradient = execution.Gradient(0, t);
                take(s, t, targets[t].Score(scores), gradient.Slice(i * (gradient.Length / n), gradient.Length / n));
            }
        });
    }

    /// <summary>Sends <paramref name="count"/> inputs of one size forward; <paramref name="take"/> gets the values of the nodes of each in order.</summary>
    public void Values(Shape size, int count, IReadOnlyList<Node> nodes, Action<int, Span<float>> fill, ValueTaker take) =>
        Stream(count, n => new([(Input, [n, .. size])], nodes), fill, (_, _) => { }, (execution, s, i, n) =>
            take(s, execution.Sample(i, n)));

    /// <summary>
    /// Sends copies of an image that differ from it in a rectangle forward, recomputing only what the rectangles reach where that saves enough.
    /// <paramref name="fill"/> writes a copy's rectangle [height, width, C] with its top left corner at the given place; <paramref name="take"/> gets the node's values for each copy in order.
    /// </summary>
    public void Patches(ModelImage image, Node node, IReadOnlyList<(int Top, int Left)> corners, int height, int width, PatchFiller fill, ValueTaker take)
    {
        Shape shape = [1, .. image.Shape];
        var plan = IncrementalPlan.Compile(Model.Session, Input, shape, image.Values.Span, [node], corners, height, width, Options.MemoryBudget, Options.Pool);
        if (plan.Share < WorthIncremental)
        {
            plan.Run((copy, patch) => fill(copy, plan.Corner(copy), patch), (copy, values) =>
            {
                take(copy, values);
                Forwards++;
                Advance(1);
            }, Options.Pool, Options.Cancellation);
            return;
        }
        int row = width * image.Shape[2], line = image.Shape[1] * image.Shape[2];
        Values(image.Shape, corners.Count, [node], (copy, input) =>
        {
            image.Values.Span.CopyTo(input);
            var patch = new float[height * row];
            var (top, left) = plan.Corner(copy);
            fill(copy, (top, left), patch);
            for (var y = 0; y < height; y++) patch.AsSpan(y * row, row).CopyTo(input[((top + y) * line + left * image.Shape[2])..]);
        }, take);
    }

    /// <summary>
    /// One forward pass of an image, and the cotangents of some layers for each class: the classes share the forward pass.
    /// <paramref name="take"/> gets, per class and layer, the layer's values and d score / d layer.
    /// </summary>
    public void LayerGradients(int image, IReadOnlyList<ResolvedTarget> targets, IReadOnlyList<Node> layers, BackwardRule rule, LayerTaker take)
    {
        var node = targets[0].Node;
        var plan = Model.Session.Compile(new([(Input, [1, .. Images[image].Shape])], layers, [node], layers, rule, targets.Count), Options.Pool);
        using var execution = plan.Start();
        Images[image].Values.Span.CopyTo(execution.Input(0));
        for (var t = 0; t < targets.Count; t++)
        {
            var cotangent = execution.Cotangent(0, t);
            if (!cotangent.IsEmpty) targets[t].WriteCotangent(cotangent);
        }
        execution.Run(Options.Pool, Options.Cancellation);
        Forwards++;
        Backwards += targets.Count;
        for (var t = 0; t < targets.Count; t++)
            for (var l = 0; l < layers.Count; l++)
            {
                var gradient = execution.Gradient(l, t);
                take(targets[t], l, execution.OutputShape(l)[1..], execution.Output(l), gradient.IsEmpty ? new float[execution.Output(l).Length] : gradient);
            }
        Advance(1);
    }

    private void Stream(int count, Func<int, PlanRequest> request, Action<int, Span<float>> fill, Action<PlanExecution, int> seed, Action<PlanExecution, int, int, int> take)
    {
        var single = Model.Session.Compile(request(1), Options.Pool);
        // Eight images fill the processor; more would only take memory.
        var chunk = (int)Math.Clamp(Options.MemoryBudget / Math.Max(1, single.PeakBytes), 1, Math.Min(count, 8));
        for (var start = 0; start < count; start += chunk)
        {
            var n = Math.Min(chunk, count - start);
            using var execution = (n == 1 ? single : Model.Session.Compile(request(n), Options.Pool)).Start();
            var first = start;
            var length = execution.Input(0).Length / n;
            if (length > 0) Options.Pool.For(n, i => fill(first + i, execution.Input(0).Slice(i * length, length)));
            seed(execution, n);
            execution.Run(Options.Pool, Options.Cancellation);
            Forwards += n;
            for (var i = 0; i < n; i++) take(execution, start + i, i, n);
            Advance(n);
        }
    }

    private void Advance(long samples)
    {
        _done += samples;
        if (_expected > 0) Options.Progress?.Report(Math.Min(1, (double)_done / _expected));
    }
}

/// <summary>Gets sample <paramref name="sample"/>'s score and d score / d input.</summary>
public delegate void GradientTaker(int sample, float score, ReadOnlySpan<float> gradient);

/// <summary>Gets sample <paramref name="sample"/>'s score and d score / d input for the class at a place in the list.</summary>
public delegate void ClassGradientTaker(int sample, int target, float score, ReadOnlySpan<float> gradient);

/// <summary>Gets sample <paramref name="sample"/>'s values, by the node's place in the request.</summary>
public delegate void ValueTaker(int sample, NodeValues values);

/// <summary>Gets a layer's values and d score / d layer for a target; <paramref name="shape"/> is without the batch axis.</summary>
public delegate void LayerTaker(ResolvedTarget target, int layer, Shape shape, ReadOnlySpan<float> values, ReadOnlySpan<float> gradient);

/// <summary>Writes the rectangle [height, width, C] of a copy whose top left corner is at the given place.</summary>
public delegate void PatchFiller(int copy, (int Top, int Left) corner, Span<float> patch);
