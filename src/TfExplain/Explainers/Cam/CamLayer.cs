using TfExplain.Engine;

namespace TfExplain;

/// <summary>Finds the layer whose activation a class activation map is made of.</summary>
internal static class CamLayer
{
    /// <summary>The last layer before the classifier whose output is [N, h, w, channels] with more than one position.</summary>
    /// <exception cref="ArgumentException">There is none; the message says why.</exception>
    public static Node Infer(Model model, ScoreHead head)
    {
        if (head.Logits.Shape.Rank == 4) throw new ArgumentException("The network answers for every position; a class activation map of its output says nothing new. Name a layer.");
        var behind = Node.Sort([head.Logits]).ToHashSet();
        for (var i = model.Layers.Count - 1; i >= 0; i--)
        {
            var output = model.Layers[i].Output;
            if (IsMap(output) && behind.Contains(output) && model.Layers[i].ClassName is not ("InputLayer" or "Rescaling" or "Normalization" or "Resizing")) return output;
        }
        throw new ArgumentException($"Grad-CAM needs a layer with an output [N,h,w,channels] between the image and the classes; '{model.Name}' has none (its last layers are {Tail(model)}). Use a gradient method or occlusion.");
    }

    /// <summary>The named layer, if a map can be made of it.</summary>
    /// <exception cref="ArgumentException">There is no such layer, or its output is no map.</exception>
    public static Node Named(Model model, string name, ScoreHead head)
    {
        var node = model.Value(name);
        if (!IsMap(node)) throw new ArgumentException($"Grad-CAM needs an output [N,h,w,channels]; layer '{name}' has {node.Shape}.");
        if (!Node.Sort([head.Logits]).Contains(node)) throw new ArgumentException($"The classes do not depend on layer '{name}'.");
        return node;
    }

    private static bool IsMap(Node node) => node.Shape.Rank == 4 && node.Shape[1] != 1 && node.Shape[2] != 1;

    private static string Tail(Model model) => string.Join(", ", model.Layers.TakeLast(3).Select(l => $"{l.Name} {l.OutputShape}"));
}
