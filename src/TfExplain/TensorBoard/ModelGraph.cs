using System.Text;
using Google.Protobuf;
using TfExplain.Engine;
using TfExplain.Engine.Operations;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>A model's graph as TensorFlow's <c>GraphDef</c>, for TensorBoard's Graphs tab: names, operations and shapes, no weights.</summary>
internal static class ModelGraph
{
    private const int Producer = 27;

    public static ByteString Of(Model model)
    {
        var graph = new GraphDef { Versions = new() { Producer = Producer } };
        var layers = LayersByNode(model);
        var names = new Dictionary<Node, string>();
        var taken = new HashSet<string>();
        foreach (var node in model.Graph.Nodes)
        {
            var name = names[node] = Unique(Clean(node.Name), taken);
            var definition = new NodeDef { Name = name, Op = OperationOf(node) };
            definition.Input.AddRange(node.Inputs.Select(i => names[i]));
            var shapes = new AttrValue.Types.ListValue();
            shapes.Shape.Add(Summaries.ShapeOf(node.Shape.Span));
            definition.Attr.Add("_output_shapes", new AttrValue { List = shapes });
            definition.Attr.Add("dtype", new AttrValue { Type = TensorDecoder.Float });
            if (layers.TryGetValue(node, out var layer)) definition.Attr.Add("keras_layer", new AttrValue { S = ByteString.CopyFromUtf8($"{layer.ClassName} {layer.Name}") });
            graph.Node.Add(definition);
        }
        return graph.ToByteString();
    }

    private static Dictionary<Node, LayerInfo> LayersByNode(Model model)
    {
        var layers = new Dictionary<Node, LayerInfo>();
        foreach (var layer in model.Layers)
            foreach (var output in layer.Calls.SelectMany(c => c)) layers.TryAdd(output, layer);
        return layers;
    }

    // TensorBoard draws these two names in its own way.
    private static string OperationOf(Node node) => node.Operation switch
    {
        Input => "Placeholder",
        ParameterValue => "VariableV2",
        Constant => "Const",
        var operation => operation.Kind,
    };

    /// <summary>TensorFlow's names are letters, digits and <c>_.\-/</c>, and start with a letter, a digit or a dot.</summary>
    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var letter in name) clean.Append(char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/' ? letter : '_');
        return clean.Length > 0 && (char.IsAsciiLetterOrDigit(clean[0]) || clean[0] == '.') ? clean.ToString() : $"node_{clean}";
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 1; !taken.Add(unique); number++) unique = $"{name}_{number}";
        return unique;
    }
}
