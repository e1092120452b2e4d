using System.Collections.Immutable;
using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>StackedRNNCells: each cell reads the outputs of the one before. Stepping the stack is running one cell after the other along the whole sequence.</summary>
internal sealed record StackedCells(ImmutableArray<RecurrentCell> Cells) : RecurrentCell
{
    public static StackedCells Read(LayerConfig config)
    {
        var cells = config.Find("cells") is { ValueKind: JsonValueKind.Array } stored ? stored.EnumerateArray().Select(config.Options.Read).ToList() : throw config.Error("the configuration has no list of 'cells'.");
        foreach (var cell in cells)
            if (cell is not RecurrentCell) throw config.Error("each of the 'cells' should be a recurrent cell.");
        return cells.Count > 0 ? new([.. cells.Cast<RecurrentCell>()]) : throw config.Error("'cells' is empty.");
    }

    public override int StateCount => Cells.Sum(c => c.StateCount);

    public override IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial)
    {
        var stack = call.Sub("cells");
        var states = new List<Node>();
        var output = x;
        for (var i = 0; i < Cells.Length; i++)
        {
            var cell = Cells[i];
            var own = cell.Run(stack.Sub(i.ToString(System.Globalization.CultureInfo.InvariantCulture), cell.IsTrainable), output, mask, [.. initial.Skip(states.Count).Take(cell.StateCount)]);
            states.AddRange(own);
            output = own[0];
        }
        // The output comes first; the states follow in the order of the cells.
        return [output, .. states];
    }
}
