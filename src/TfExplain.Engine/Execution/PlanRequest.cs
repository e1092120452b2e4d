using System.Collections.Immutable;
using TfExplain.Engine.Differentiation;

namespace TfExplain.Engine.Execution;

/// <summary>What a plan shall compute: some values, and the cotangents of some values from given cotangents of others.</summary>
public sealed class PlanRequest : IEquatable<PlanRequest>
{
    private readonly int _hash;

    /// <summary>A request.</summary>
    /// <param name="inputs">The values that are given, with the shapes they will have.</param>
    /// <param name="outputs">The values wanted.</param>
    /// <param name="seeds">The values whose cotangents are given.</param>
    /// <param name="wrt">The values whose cotangents are wanted.</param>
    /// <param name="rule">What flows backward.</param>
    /// <param name="cotangents">How many sets of cotangents are given and carried back; they share one forward pass.</param>
    /// <param name="changing">The weights whose values change between runs, so that nothing may be computed from them beforehand; those of <paramref name="wrt"/> count among them.</param>
    public PlanRequest(IEnumerable<(Node Input, Shape Shape)> inputs, IEnumerable<Node> outputs, IEnumerable<Node>? seeds = null, IEnumerable<Node>? wrt = null, BackwardRule? rule = null, int cotangents = 1,
        IEnumerable<Node>? changing = null)
    {
        Changing = [.. changing ?? []];
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        Seeds = [.. seeds ?? []];
        Wrt = [.. wrt ?? []];
        Rule = rule ?? BackwardRule.Gradient;
        Cotangents = cotangents;
        var hash = new HashCode();
        foreach (var (input, shape) in Inputs) hash.Add((input, shape));
        foreach (var node in Outputs.Concat(Seeds).Concat(Wrt).Concat(Changing)) hash.Add(node);
        hash.Add((Rule.Name, cotangents));
        _hash = hash.ToHashCode();
    }

    /// <summary>The given values and their shapes.</summary>
    public ImmutableArray<(Node Input, Shape Shape)> Inputs { get; }

    /// <summary>The values wanted.</summary>
    public ImmutableArray<Node> Outputs { get; }

    /// <summary>The values whose cotangents are given.</summary>
    public ImmutableArray<Node> Seeds { get; }

    /// <summary>The values whose cotangents are wanted.</summary>
    public ImmutableArray<Node> Wrt { get; }

    /// <summary>The weights whose values change between runs.</summary>
    public ImmutableArray<Node> Changing { get; }

    /// <summary>What flows backward.</summary>
    public BackwardRule Rule { get; }

    /// <summary>The number of sets of cotangents.</summary>
    public int Cotangents { get; }

    /// <inheritdoc/>
    public bool Equals(PlanRequest? other) => other is not null && ReferenceEquals(Rule, other.Rule) && Cotangents == other.Cotangents && Inputs.SequenceEqual(other.Inputs)
        && Outputs.SequenceEqual(other.Outputs) && Seeds.SequenceEqual(other.Seeds) && Wrt.SequenceEqual(other.Wrt) && Changing.SequenceEqual(other.Changing);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PlanRequest);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
