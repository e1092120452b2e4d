using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras;

/// <summary>The form of a model that is trained: dropout drops, batch normalisation takes its statistics from the batch, images are augmented.</summary>
public sealed class TrainingForm
{
    private readonly Dictionary<Parameter, Node> _updates = [];
    private readonly List<Node> _losses = [];
    private readonly List<Action> _preparations = [];
    private readonly Dictionary<string, int> _draws = [];

    internal TrainingForm(int seed)
    {
        Seed = seed;
        Step = Builder.Input("training/step", [2]);
    }

    /// <summary>The seed of everything random.</summary>
    public int Seed { get; }

    /// <summary>The number of the step in base <see cref="RandomValues.StepBase"/>, [2].</summary>
    public Node Step { get; }

    internal GraphBuilder Builder { get; } = new();

    /// <summary>The weights that get new values after a step, other than by their gradients.</summary>
    internal IEnumerable<(Parameter Parameter, Node Next)> Updates => _updates.Select(u => (u.Key, u.Value));

    /// <summary>What layers add to the loss.</summary>
    internal IReadOnlyList<Node> Losses => _losses;

    internal void Update(Node weight, Func<Node, Node> next)
    {
        var parameter = ((ParameterValue)weight.Operation).Parameter;
        _updates[parameter] = next(_updates.GetValueOrDefault(parameter, weight));
    }

    internal void AddLoss(Node loss) => _losses.Add(loss);

    /// <summary>What changes weights in place before each step.</summary>
    internal IReadOnlyList<Action> Preparations => _preparations;

    internal void Prepare(Action change) => _preparations.Add(change);

    /// <summary>A name for random numbers that no other call has: a shared layer draws anew at each of its places.</summary>
    internal string DrawName(string name)
    {
        var uses = _draws[name] = _draws.GetValueOrDefault(name) + 1;
        return uses == 1 ? name : $"{name}@{uses - 1}";
    }
}
