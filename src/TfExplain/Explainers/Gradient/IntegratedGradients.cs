using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>
/// (x - x') * integral over a in [0, 1] of d score / d input at x' + a (x - x'); signed, [H, W, C]; the map sums to score(x) - score(x') (completeness).
/// Starts with <see cref="Steps"/> Gauss-Legendre nodes in equal parts of the path; while the gap to completeness is more than <see cref="Tolerance"/> of the score's change,
/// halves the part with the largest gap of its own, up to <see cref="MaxSteps"/> nodes. Cost: one forward and one backward pass a node; memory does not grow with them.
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

    /// <summary>A part [From, To] of the path: its share of the integral of the gradient, and what that lacks to the score's change along it.</summary>
    private sealed record Part(double From, double To, float ScoreFrom, float ScoreTo, double[] Gradient, double Gap);

    private sealed class Path(IntegratedGradients method, ExplainRun run, ExplainCase item)
    {
        // Along a path through ReLUs the gradient jumps; short rules in the right places see more of it than one long rule.
        private const int NodesPerPart = 4;

        // Parts that may still be halved keep a gradient each; the others are added up, so that memory does not grow with the nodes.
        private const int OpenParts = 12;
        private readonly ModelImage _image = run.Images[item.Image];
        private readonly float[] _start = Baselines.Of(method.Baseline, run.Images[item.Image]);
        private readonly Stack<double[]> _free = [];
        private readonly double[] _closed = new double[run.Images[item.Image].Values.Length];
        private double _closedGap;
        private int _used;

        public Attribution Integrate()
        {
            // Without room to refine, one rule over the whole path is the most exact.
            var refine = method.MaxSteps > method.Steps && method.Steps >= 2 * NodesPerPart;
            var count = refine ? Math.Min(method.Steps / NodesPerPart, OpenParts) : 1;
            var ends = Enumerable.Range(0, count + 1).Select(i => (double)i / count).ToArray();
            var scores = Scores(ends);
            var change = (double)scores[^1] - scores[0];
            var parts = Evaluate([.. Enumerable.Range(0, count).Select(i => (ends[i], ends[i + 1], scores[i], scores[i + 1]))], method.Steps / count);
            double Gap() => Math.Abs(_closedGap + parts.Sum(p => p.Gap));
            while (refine && Gap() > method.Tolerance * Math.Abs(change) && _used + 2 * NodesPerPart <= method.MaxSteps)
            {
                var worst = parts.MaxBy(p => Math.Abs(p.Gap))!;
                var middle = (worst.From + worst.To) / 2;
                var score = Scores(middle)[0];
                parts.Remove(worst);
                _free.Push(worst.Gradient);
                parts.AddRange(Evaluate([(worst.From, middle, worst.ScoreFrom, score), (middle, worst.To, score, worst.ScoreTo)], NodesPerPart));
                if (parts.Count > OpenParts) Close(parts, parts.MinBy(p => Math.Abs(p.Gap))!);
            }
            while (parts.Count > 0) Close(parts, parts[0]);
            var map = new float[_start.Length];
            for (var i = 0; i < map.Length; i++) map[i] = (float)((_image.Values.Span[i] - (double)_start[i]) * _closed[i]);
            var gap = change == 0 ? Gap() : Gap() / Math.Abs(change);
            return new(item.Image, item.Target, null, _image.Shape, map) { Score = scores[^1], Check = new($"completeness gap after {_used} nodes", gap, method.Tolerance) };
        }

        private void Close(List<Part> parts, Part part)
        {
            parts.Remove(part);
            for (var i = 0; i < _closed.Length; i++) _closed[i] += part.Gradient[i];
            _closedGap += part.Gap;
            _free.Push(part.Gradient);
        }

        /// <summary>Integrates the gradient over some parts, all nodes in one stream.</summary>
        private List<Part> Evaluate((double From, double To, float ScoreFrom, float ScoreTo)[] parts, int nodes)
        {
            var rule = GaussLegendre.Rule(nodes);
            var gradients = parts.Select(_ => Zeros()).ToArray();
            run.Gradients(item, parts.Length * nodes, BackwardRule.Gradient, (s, input) =>
            {
                var (from, to, _, _) = parts[s / nodes];
                Point(from + (to - from) * rule[s % nodes].Node, input);
            }, (s, _, g) =>
            {
                var (from, to, _, _) = parts[s / nodes];
                var weight = rule[s % nodes].Weight * (to - from);
                var sum = gradients[s / nodes];
                for (var i = 0; i < sum.Length; i++) sum[i] += weight * g[i];
            });
            _used += parts.Length * nodes;
            return [.. parts.Select((p, i) => new Part(p.From, p.To, p.ScoreFrom, p.ScoreTo, gradients[i], Total(gradients[i]) - ((double)p.ScoreTo - p.ScoreFrom)))];
        }

        private double[] Zeros()
        {
            if (!_free.TryPop(out var array)) return new double[_start.Length];
            Array.Clear(array);
            return array;
        }

        private double Total(double[] gradient)
        {
            double total = 0;
            var x = _image.Values.Span;
            for (var i = 0; i < gradient.Length; i++) total += gradient[i] * (x[i] - (double)_start[i]);
            return total;
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
