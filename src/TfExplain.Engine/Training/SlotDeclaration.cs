using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>Collects what an optimiser keeps between steps, in Keras's order of creation.</summary>
public sealed class SlotDeclaration
{
    private readonly IReadOnlyList<Parameter> _weights;

    internal SlotDeclaration(IReadOnlyList<Parameter> weights) => _weights = weights;

    internal List<OptimizerSlot> All { get; } = [];

    /// <summary>By slot, then by weight.</summary>
    internal List<OptimizerSlot[]> ByWeight { get; } = [];

    internal List<OptimizerSlot> Scalars { get; } = [];

    /// <summary>Arrays of each weight's shape: all of the first weight, then all of the second, ... They are numbered on from those declared before.</summary>
    public void PerWeight(params ReadOnlySpan<(string Name, float Initial)> kinds)
    {
        var first = ByWeight.Count;
        for (var kind = 0; kind < kinds.Length; kind++) ByWeight.Add(new OptimizerSlot[_weights.Count]);
        for (var weight = 0; weight < _weights.Count; weight++)
            for (var kind = 0; kind < kinds.Length; kind++)
                All.Add(ByWeight[first + kind][weight] = new(kinds[kind].Name, _weights[weight], kinds[kind].Initial));
    }

    /// <summary>A number of the whole run.</summary>
    public void Scalar(string name, float initial)
    {
        Scalars.Add(new(name, null, initial));
        All.Add(Scalars[^1]);
    }
}
