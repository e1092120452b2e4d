using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TfExplain.Engine;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Models.Keras;
using TfExplain.Models.Keras.Writing;

namespace TfExplain;

/// <summary>
/// A network: a graph of named values, its layers, and its weights. Only training changes it; compiled plans and packed weights are kept in its
/// <see cref="Session"/>. Thread-safe, except while it is trained.
/// </summary>
public sealed partial class Model : IDisposable
{
    private readonly Dictionary<string, Node> _byLayer = [];
    private readonly Session _session = new();
    private readonly long _firstVersion;
    private long _sessionVersion;
    private (long Version, string Hash)? _hash;

    /// <summary>A network from a graph and its layer table.</summary>
    public Model(string name, Graph graph, IEnumerable<LayerInfo> layers, IEnumerable<Parameter> parameters) : this(name, graph, layers, parameters, null)
    {
    }

    internal Model(string name, Graph graph, IEnumerable<LayerInfo> layers, IEnumerable<Parameter> parameters, KerasSource? source)
    {
        Source = source;
        Name = name;
        Graph = graph;
        Layers = [.. layers];
        Parameters = [.. parameters];
        _firstVersion = _sessionVersion = Version;
        foreach (var layer in Layers)
            for (var call = 0; call < layer.Calls.Count; call++)
                for (var output = 0; output < layer.Calls[call].Count; output++)
                    _byLayer.TryAdd(layer.Name + (call > 0 ? $"@{call}" : "") + (output > 0 ? $":{output}" : ""), layer.Calls[call][output]);
    }

    /// <summary>The network's own name.</summary>
    public string Name { get; }

    /// <summary>The file it was read from, or null.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The stored architecture and the weights by layer; null for a network that was not built from one.</summary>
    internal KerasSource? Source { get; private set; }

    /// <summary>Counts the changes of all weights; what was computed with an older version is stale.</summary>
    public long Version => Parameters.Sum(p => (long)p.Version);

    /// <summary>SHA-256 of the file, or of all weights in order for a network without file or whose weights have changed since; in hexadecimal.</summary>
    public string Hash
    {
        get
        {
            var version = Version;
            if (_hash is not { } known || known.Version != version) _hash = known = (version, ComputeHash());
            return known.Hash;
        }
    }

    /// <summary>The values.</summary>
    public Graph Graph { get; }

    /// <summary>The values that a caller gives.</summary>
    public IReadOnlyList<Node> Inputs => Graph.Inputs;

    /// <summary>The network's answers.</summary>
    public IReadOnlyList<Node> Outputs => Graph.Outputs;

    /// <summary>The layers in the framework's order; those of nested models as <c>backbone/conv1</c>, before the nested model itself.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>The weights.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The plans and packed weights.</summary>
    public Session Session
    {
        get
        {
            // Whatever changed the weights, nothing computed from the old ones is used again.
            if (Version is var version && version != _sessionVersion)
            {
                _session.Invalidate();
                _sessionVersion = version;
            }
            return _session;
        }
    }

    /// <summary>Reads a Keras model: a whole-model <c>.h5</c>, a <c>.keras</c> archive, or weights beside an architecture.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, of another format, or holds layers that are not supported (all are listed).</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Model Load(string path, LoadOptions? options = null) => KerasFile.Load(path, options ?? new());

    /// <summary>Builds a Keras model from its architecture (<c>model.to_json()</c>); set the values of <see cref="Parameters"/> before use.</summary>
    /// <exception cref="ModelFormatException">The architecture is damaged, or holds layers that are not supported (all are listed).</exception>
    public static Model FromConfig(string json, LoadOptions? options = null) => KerasFile.FromConfig(json, options ?? new());

    /// <summary>
    /// Writes the model: <c>.keras</c> in Keras 3's form, <c>.h5</c> or <c>.hdf5</c> as a whole model of Keras 2, <c>.weights.h5</c> as weights alone. The file
    /// appears whole or not at all; a previous one of that name is kept until then. The same model gives the same bytes.
    /// </summary>
    /// <exception cref="ArgumentException">The extension says no format, or the options contradict one another.</exception>
    /// <exception cref="ModelFormatException">The format cannot hold the model; the message names the layers and the format that can.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, SaveOptions? options = null) => KerasWriter.Save(this, path, options ?? new());

    /// <summary>
    /// Sets the weights from a file of the same architecture (<c>.h5</c>, <c>.weights.h5</c>, <c>.keras</c>, sharded weights), all or none. Plans are compiled anew
    /// afterwards; no run may be going on meanwhile. Cost: a second copy of the weights while it reads.
    /// </summary>
    /// <exception cref="ModelFormatException">The file is damaged, or its weights do not fit; the weights are unchanged.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public void LoadWeights(string path, LoadOptions? options = null) => KerasFile.LoadWeights(this, path, options ?? new());

    /// <summary>
    /// The value of a layer (<c>conv1</c>, <c>backbone/conv1</c>; a shared layer's second call as <c>conv1@1</c>, a second output as <c>lstm:1</c>) or of a graph node.
    /// </summary>
    /// <exception cref="ArgumentException">There is none of that name; the message suggests the nearest.</exception>
    public Node Value(string name)
    {
        if (_byLayer.TryGetValue(name, out var value)) return value;
        if (Graph.Find(name) is { } node) return node;
        throw new ArgumentException($"The model has no layer '{name}'.{Suggestion.For(name, Layers.Select(l => l.Name))}");
    }

    /// <summary>The network's first output for its only input, [N, ...] to [N, ...].</summary>
    /// <exception cref="ArgumentException">The network has several inputs; use <see cref="Run"/>.</exception>
    /// <exception cref="ShapeException">The input's shape does not fit.</exception>
    public Tensor<float> Predict(in ReadOnlyTensorSpan<float> input)
    {
        if (Inputs.Count != 1) throw new ArgumentException($"The model has {Inputs.Count} inputs ({string.Join(", ", Inputs.Select(i => i.Name))}); use Run.");
        var shape = ShapeOf(input);
        using var execution = Session.Compile(new([(Inputs[0], shape)], [Outputs[0]])).Start();
        input.FlattenTo(execution.Input(0));
        execution.Run();
        return ToTensor(execution.Output(0), execution.OutputShape(0));
    }

    /// <summary>The named values for the named inputs.</summary>
    /// <exception cref="ArgumentException">An input or value is not known, or an input is missing.</exception>
    /// <exception cref="ShapeException">An input's shape does not fit.</exception>
    public IReadOnlyDictionary<string, Tensor<float>> Run(IReadOnlyDictionary<string, Tensor<float>> inputs, params IReadOnlyList<string> valueNames)
    {
        using var execution = Session.Compile(new(Given(inputs), valueNames.Select(Value))).Start();
        Fill(execution, inputs);
        execution.Run();
        var results = new Dictionary<string, Tensor<float>>();
        for (var i = 0; i < valueNames.Count; i++) results[valueNames[i]] = ToTensor(execution.Output(i), execution.OutputShape(i));
        return results;
    }

    /// <summary>
    /// d sum(output cotangent) / d value for each value of <paramref name="wrt"/>: inputs, layers, or weights by name. A value that the outputs do not depend on gets zeros.
    /// Cost: one forward and one backward pass through what lies between.
    /// </summary>
    /// <param name="inputs">The inputs by name.</param>
    /// <param name="outputCotangents">The cotangents of outputs or layers by name, each of its value's shape.</param>
    /// <param name="wrt">The values to differentiate at.</param>
    /// <param name="rule">What flows backward; the ordinary gradient if absent.</param>
    /// <exception cref="ArgumentException">A name is not known, or a cotangent has another size.</exception>
    public IReadOnlyDictionary<string, Tensor<float>> VectorJacobianProduct(
        IReadOnlyDictionary<string, Tensor<float>> inputs, IReadOnlyDictionary<string, Tensor<float>> outputCotangents, IReadOnlyList<string> wrt, BackwardRule? rule = null)
    {
        var seeds = outputCotangents.ToList();
        using var execution = Session.Compile(new(Given(inputs), [], seeds.Select(s => Value(s.Key)), wrt.Select(Value), rule)).Start();
        Fill(execution, inputs);
        for (var i = 0; i < seeds.Count; i++)
        {
            var target = execution.Cotangent(i);
            if (target.IsEmpty) continue;
            if (target.Length != seeds[i].Value.FlattenedLength) throw new ArgumentException($"The cotangent of '{seeds[i].Key}' has {seeds[i].Value.FlattenedLength} elements; its value has {target.Length}.");
            seeds[i].Value.FlattenTo(target);
        }
        execution.Run();
        var results = new Dictionary<string, Tensor<float>>();
        for (var i = 0; i < wrt.Count; i++)
        {
            var gradient = execution.Gradient(i);
            results[wrt[i]] = ToTensor(gradient.IsEmpty ? new float[execution.GradientShape(i).Count] : gradient, execution.GradientShape(i));
        }
        return results;
    }

    /// <summary>A table of the layers with their classes, output shapes and weights.</summary>
    public string Summary()
    {
        var text = new StringBuilder().AppendLine($"Model: {Name}").AppendLine($"{"Layer",-44} {"Class",-24} {"Output",-22} {"Parameters",12}");
        foreach (var layer in Layers) text.AppendLine($"{layer.Name,-44} {layer.ClassName,-24} {layer.OutputShape,-22} {layer.ParameterCount,12:N0}");
        var trainable = Parameters.Where(p => p.IsTrainable).Sum(p => p.Shape.Count);
        return text.AppendLine($"Parameters: {Parameters.Sum(p => p.Shape.Count):N0} ({trainable:N0} trainable)").ToString();
    }

    /// <summary>Gives the memory of idle runs back.</summary>
    public void Dispose()
    {
        _trainer?.Dispose();
        _session.Dispose();
    }

    private string ComputeHash()
    {
        // Once they have changed, the weights are no longer the file's.
        if (SourcePath is not null && Version == _firstVersion)
        {
            using var file = File.OpenRead(SourcePath);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in Parameters) hash.AppendData(MemoryMarshal.AsBytes(parameter.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<(Node, Shape)> Given(IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        foreach (var name in inputs.Keys)
            if (!Inputs.Any(i => i.Name == name)) throw new ArgumentException($"The model has no input '{name}'.{Suggestion.For(name, Inputs.Select(i => i.Name))}");
        return [.. Inputs.Where(i => inputs.ContainsKey(i.Name)).Select(i => (i, ShapeOf(inputs[i.Name].AsReadOnlyTensorSpan())))];
    }

    private void Fill(PlanExecution execution, IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        var index = 0;
        foreach (var input in Inputs)
        {
            if (!inputs.TryGetValue(input.Name, out var value)) continue;
            var target = execution.Input(index++);
            if (!target.IsEmpty) value.FlattenTo(target);
        }
    }

    private static Shape ShapeOf(in ReadOnlyTensorSpan<float> tensor)
    {
        var extents = new int[tensor.Rank];
        for (var axis = 0; axis < extents.Length; axis++) extents[axis] = checked((int)tensor.Lengths[axis]);
        return Shape.Create(extents);
    }

    private static Tensor<float> ToTensor(ReadOnlySpan<float> values, Shape shape)
    {
        // A tensor of no axes holds nothing here, so a number becomes a list of one.
        var lengths = new nint[Math.Max(shape.Rank, 1)];
        Array.Fill(lengths, 1);
        for (var axis = 0; axis < shape.Rank; axis++) lengths[axis] = shape[axis];
        return Tensor.Create(values.ToArray(), lengths);
    }
}
