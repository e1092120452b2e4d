using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>One call of a layer: its arguments, its weights, and the graph to add operations to.</summary>
public sealed class LayerCall
{
    private static readonly Dictionary<string, Argument> s_noKeywords = [];
    private readonly GraphBuilder _builder;
    private readonly IReadOnlyList<Argument> _arguments;
    private readonly IReadOnlyDictionary<string, Argument> _keywords;

    internal LayerCall(GraphBuilder builder, string path, LayerWeights weights, IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, Argument> keywords, bool trainable,
        TrainingForm? training = null)
    {
        _builder = builder;
        IsTrainable = trainable;
        Training = training;
        Path = path;
        Weights = weights;
        _arguments = arguments;
        _keywords = keywords;
        Inputs = [.. arguments.SelectMany(a => a.Tensors)];
    }

    /// <summary>The layer's name with those of the models around it: <c>backbone/conv1</c>.</summary>
    public string Path { get; }

    /// <summary>The tensors among the positional arguments, lists flattened.</summary>
    public IReadOnlyList<KerasTensor> Inputs { get; }

    /// <summary>The first tensor's value.</summary>
    /// <exception cref="ModelFormatException">The layer was called on nothing.</exception>
    public Node Input => Inputs.Count > 0 ? Inputs[0].Value : throw new ModelFormatException($"Layer '{Path}' is called without an input.");

    /// <summary>The mask given as the argument <c>mask</c>, or else the first tensor's.</summary>
    public Node? Mask => Tensor("mask")?.Value ?? (Inputs.Count > 0 ? Inputs[0].Mask : null);

    /// <summary>Where a layer that acts otherwise in training notes what it needs; null when the model is built to predict. A frozen layer is in training too; see <see cref="IsTrainable"/>.</summary>
    public TrainingForm? Training { get; }

    /// <summary>Whether training may change the layer's weights.</summary>
    public bool IsTrainable { get; }

    /// <summary>Random numbers of this call in training, new in every step: of x's shape, or shared along the axes where <paramref name="fresh"/> is 0.</summary>
    public Node Random(string name, bool isNormal, Node x, Ints fresh = default) =>
        Apply(new Engine.Operations.RandomValues(Training!.Seed, Training.DrawName($"{Path}/{name}"), isNormal, fresh), x, Training.Step);

    /// <summary>The weights of the layer.</summary>
    internal LayerWeights Weights { get; }

    /// <summary>The positional argument <paramref name="position"/> or the keyword argument <paramref name="name"/>; null where absent or None.</summary>
    public Argument? Find(string name, int position = int.MaxValue)
    {
        if (!_keywords.TryGetValue(name, out var argument)) argument = position < _arguments.Count ? _arguments[position] : null;
        return argument is Argument.OfJson { Value.ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : argument;
    }

    /// <summary>A tensor argument, or null.</summary>
    public KerasTensor? Tensor(string name, int position = int.MaxValue) => (Find(name, position) as Argument.OfTensor)?.Tensor;

    /// <summary>Adds an operation; its value is named below the layer: <c>conv1/convolution</c>.</summary>
    public Node Apply(Operation operation, params ReadOnlySpan<Node> inputs) => _builder.Call($"{Path}/{operation.Kind}", operation, inputs);

    /// <summary>Adds a composed operation; <paramref name="build"/> gets the graph and a name below the layer.</summary>
    public Node Apply(string name, Func<GraphBuilder, string, Node> build) => build(_builder, $"{Path}/{name}");

    /// <summary>Adds a fixed value.</summary>
    public Node Constant(Shape shape, params ReadOnlySpan<float> values) => _builder.Constant($"{Path}/constant", shape, values);

    /// <summary>Adds a fixed number.</summary>
    public Node Constant(float value) => _builder.Constant($"{Path}/constant", value);

    /// <summary>The layer's weight of that name, declared at its first use.</summary>
    /// <exception cref="ModelFormatException">A later call wants another shape.</exception>
    public Node Weight(string name, Shape shape, bool trainable = true) => Weights.Declare(_builder, Path, name, shape, trainable && IsTrainable);

    /// <summary>Notes in training that a weight of this layer, such as a moving average, gets a new value after the step.</summary>
    /// <param name="weight">The weight as <see cref="Weight"/> returned it.</param>
    /// <param name="next">Computes the value from the weight, or from what an earlier call of the layer made of it.</param>
    public void Update(Node weight, Func<Node, Node> next) => Training!.Update(weight, next);

    /// <summary>Adds a number to the loss in training.</summary>
    public void AddLoss(Node loss) => Training!.AddLoss(loss);

    /// <summary>Calls a layer inside this one (a cell, a wrapped layer, a projection), whose weights are stored under its attribute's name.</summary>
    public IReadOnlyList<KerasTensor> Call(string name, Layer layer, params IReadOnlyList<KerasTensor> inputs) => layer.Run(Sub(name, layer.IsTrainable, inputs));

    /// <summary>Calls a layer inside this one on one value; it keeps its weights among those of this one.</summary>
    public Node Call(Layer layer, KerasTensor x) => layer.Call(new LayerCall(_builder, Path, Weights, [new Argument.OfTensor(x)], s_noKeywords, IsTrainable, Training))[0].Value;

    /// <summary>A call in a layer inside this one.</summary>
    internal LayerCall Sub(string name, bool trainable = true, params IReadOnlyList<KerasTensor> inputs) =>
        new(_builder, $"{Path}/{name}", Weights.Sub(name), [.. inputs.Select(i => new Argument.OfTensor(i))], s_noKeywords, IsTrainable && trainable, Training);

    /// <summary>Calls a model that this layer holds; its layers are named below this one.</summary>
    internal IReadOnlyList<KerasTensor> Nested(System.Text.Json.JsonElement stored, KerasOptions options) =>
        KerasGraph.Call(stored, options, _builder, Path, Weights.Nested(KerasOptions.ClassName(stored)), IsTrainable, Training, Inputs);
}
