using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>
/// (x - x') * integral over a in [0, 1] of d score / d input at x' + a (x - x'); signed, [H, W, C]; the map sums to score(x) - score(x') (completeness).
/// Starts with <see cref="Steps"/> Gauss-Legendre nodes; while the gap to completeness is more than <see cref="Tolerance"/> of the score's change, halves the part of the
/// path with the largest gap of its own, up to <see cref="MaxSteps"/> nodes. Cost: one forward and one backward pass a node; memory does not grow with them.
/// (Sundararajan et al., 2017, arXiv 1703.01365.)
/// </summary>
public sealed record IntegratedGradients : Explainer
{
    /// <summary>Nodes at the beginning.</summary>
    public int Steps { get; init; } = 32;

    /// <summary>Nodes at most; equal to <see cref="Steps"/> for no refinement.</summary>
    public int MaxSteps { get; init; } = 512;

    /// <summary>The completeness gap that is good enough, as a share of the score's change.</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Where the path starts.</summary>
    public Baseline Baseline { get; init; }

    /// <inheritdoc/>
    public override string Name => "integrated-gradients";

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("steps", $"{Steps}"), new("max_steps", $"{MaxSteps}"), new("tolerance", $"{Tolerance}"), new("baseline", $"{Baseline}".ToLowerInvariant())];

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSteps, Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Tolerance);
        run.Expect((long)run.Cases.Count * (Steps + 2));
        return [.. run.Cases.Select(item => new Path(this, run, item).Integrate())];
    }

    /// <summary>A part [From, To] of the path with its share of the integral.</summary>
    private sealed record Part(double From, double To, float ScoreFrom, float ScoreTo, int Nodes, double[] Gradient)
    {
        /// <summary>What the part's share of the map lacks to the score's change along it.</summary>
        public double Gap { get; init; }
    }

    private sealed class Path(IntegratedGradients method, ExplainRun run, ExplainCase item)
    {
        private readonly ModelImage _image = run.Images[item.Image];
        private readonly float[] _start = Baselines.Of(method.Baseline, run.Images[item.Image]);
        private int _used;

        public Attribution Integrate()
        {
            var ends = Scores(0, 1);
            var change = (double)ends[1] - ends[0];
            var parts = new List<Part> { Evaluate(0, 1, ends[0], ends[1], method.Steps) };
            double Gap() => Math.Abs(parts.Sum(p => p.Gap));
            var limit = method.Tolerance * Math.Abs(change);
            // Halves get half the nodes of the whole path, so that short parts are resolved finely.
            var nodes = Math.Max(2, method.Steps / 2);
            while (Gap() > limit && _used + 2 * nodes + 1 <= method.MaxSteps)
            {
                var worst = parts.MaxBy(p => Math.Abs(p.Gap))!;
                var middle = (worst.From + worst.To) / 2;
                var score = Scores(middle)[0];
                parts.Remove(worst);
                parts.Add(Evaluate(worst.From, middle, worst.ScoreFrom, score, nodes));
                parts.Add(Evaluate(middle, worst.To, score, worst.ScoreTo, nodes));
            }
            var map = new float[_start.Length];
            for (var i = 0; i < map.Length; i++) map[i] = (float)((_image.Values.Span[i] - (double)_start[i]) * parts.Sum(p => p.Gradient[i]));
            var gap = change == 0 ? Gap() : Gap() / Math.Abs(change);
            return new(item.Image, item.Target, null, _image.Shape, map) { Score = ends[1], Check = new($"completeness gap after {_used} nodes", gap, method.Tolerance) };
        }

        private Part Evaluate(double from, double to, float scoreFrom, float scoreTo, int nodes)
        {
            var rule = GaussLegendre.Rule(nodes);
            var gradient = new double[_start.Length];
            run.Gradients(item, nodes, BackwardRule.Gradient, (s, input) => Point(from + (to - from) * rule[s].Node, input), (s, _, g) =>
            {
                var weight = rule[s].Weight * (to - from);
                for (var i = 0; i < gradient.Length; i++) gradient[i] += weight * g[i];
            });
            _used += nodes;
            double total = 0;
            var x = _image.Values.Span;
            for (var i = 0; i < gradient.Length; i++) total += gradient[i] * (x[i] - (double)_start[i]);
            return new(from, to, scoreFrom, scoreTo, nodes, gradient) { Gap = total - ((double)scoreTo - scoreFrom) };
        }

        private float[] Scores(params double[] positions)
        {
            var scores = new float[positions.Length];
            run.Values(_image.Shape, positions.Length, [item.Target.Node], (s, input) => Point(positions[s], input), (s, values) => scores[s] = item.Target.Score(values[0]));
            return scores;
        }

        private void Point(double position, Span<float> input)
        {
            var x = _image.Values.Span;
            for (var i = 0; i < input.Length; i++) input[i] = (float)(_start[i] + position * (x[i] - (double)_start[i]));
        }
    }
}
