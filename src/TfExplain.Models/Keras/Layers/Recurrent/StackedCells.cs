using System.Collections.Immutable;
using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>StackedRNNCells: each cell reads the outputs of the one before. Stepping the stack is running one cell after the other along the whole sequence.</summary>
internal sealed record StackedCells(ImmutableArray<(string Name, RecurrentCell Cell)> Cells) : RecurrentCell
{
    public static StackedCells Read(LayerConfig config)
    {
        var cells = config.Find("cells") is { ValueKind: JsonValueKind.Array } stored ? stored.EnumerateArray().ToList() : throw config.Error("the configuration has no list of 'cells'.");
        if (cells.Count == 0) throw config.Error("'cells' is empty.");
        var read = cells.Select(cell => config.Options.Read(cell) as RecurrentCell ?? throw config.Error("each of the 'cells' should be a recurrent cell."));
        return new([.. SnakeCase.Numbered(cells.Select(KerasOptions.ClassName)).Zip(read)]);
    }

    public override int StateCount => Cells.Sum(c => c.Cell.StateCount);

    public override IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial)
    {
        var stack = call.Sub("cells");
        var states = new List<Node>();
        var output = x;
        foreach (var (name, cell) in Cells)
        {
            var own = cell.Run(stack.Sub(name, cell.IsTrainable), output, mask, [.. initial.Skip(states.Count).Take(cell.StateCount)]);
            states.AddRange(own);
            output = own[0];
        }
        // The output comes first; the states follow in the order of the cells.
        return [output, .. states];
    }
}
