using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>A graph of random operations on images, made to meet what plans rewrite: fixed factors behind convolutions, paddings before them, clips, residual additions, views.</summary>
internal sealed class RandomGraph
{
    private readonly Random _random;
    private readonly List<Node> _nodes = [];
    private readonly List<Node> _weights = [];
    private readonly bool _linear;

    /// <param name="linear">Whether convolutions, products and pooling take part, whose fusion changes the rounding.</param>
    public RandomGraph(int seed, bool linear)
    {
        _random = new(seed);
        _linear = linear;
        Inputs = [Builder.Input("a", [2, 4, 5, 3]), Builder.Input("b", [2, 4, 5, 3]), Builder.Input("c", [1, 4, 1, 3])];
        _nodes.AddRange(Inputs);
        for (var i = 0; i < 18; i++) _nodes.Add(Next());
    }

    public GraphBuilder Builder { get; } = new();

    public Node[] Inputs { get; }

    /// <summary>A few of the values, now and then a weight.</summary>
    public Node[] Some(int most) => [.. Enumerable.Range(0, 1 + _random.Next(most)).Select(_ => One()).Distinct()];

    public float[] Numbers(Shape shape) => Values.Random(_random.Next(), shape, -1, 1).Floats;

    private Node One() => _weights.Count > 0 && _random.Next(8) == 0 ? _weights[_random.Next(_weights.Count)] : _nodes[_random.Next(_nodes.Count)];

    private Node Pick()
    {
        // The last node and late ones more often, so that graphs get deep and patterns of consecutive operations arise.
        if (_random.Next(2) == 0) return _nodes[^1];
        var index = Math.Max(_random.Next(_nodes.Count), _random.Next(_nodes.Count));
        return _nodes[index];
    }

    private Node Call(Operation operation, params Node[] inputs) => Builder.Call(operation.Kind, operation, inputs);

    private Node Fixed(Shape shape)
    {
        if (_random.Next(2) == 0)
        {
            _weights.Add(Builder.Constant("constant", shape, Numbers(shape)));
            return _weights[^1];
        }
        var parameter = new Parameter("parameter" + _random.Next(), shape, true);
        parameter.Set(Numbers(shape));
        _weights.Add(Builder.Parameter(parameter));
        return _weights[^1];
    }

    private Node Next()
    {
        var x = Pick();
        switch (_random.Next(_linear ? 14 : 10))
        {
            case 0: return Call(_random.Next(4) switch { 0 => Unary.Relu, 1 => Unary.Of<Sigmoid>(), 2 => Unary.Of<Tanh>(), _ => Unary.Of(new LeakyRelu(0.2f)) }, x);
            case 1: return Call(new Add(), x, Alike(x));
            case 2: return Call(_random.Next(3) switch { 0 => new Multiply(), 1 => new Subtract(), _ => new Maximum() }, x, Alike(x));
            case 3: return Call(_random.Next(2) == 0 ? new Multiply() : new Add(), x, Fixed(x.Shape.Rank > 0 && _random.Next(4) > 0 ? [x.Shape[^1]] : []));
            case 4: return x.Shape.Rank == 4 ? Call(new Reshape([0, -1, x.Shape[3]]), x) : Call(new Reshape([-1, x.Shape[^1]]), x);
            case 5 when x.Shape.Count < 2000:
                Ints before = Border(x.Shape.Rank), after = Border(x.Shape.Rank);
                return Call(new Pad(before, after), x);
            case 6 when x.Shape.Rank == 4 && x.Shape[1] > 2: return Call(new Slice([0, 1, 0, 0], [-1, -1, -1, -1]), x);
            case 7: return Call(new Transpose([.. Enumerable.Range(0, x.Shape.Rank - 1).Reverse(), x.Shape.Rank - 1]), x);
            case 8 when x.Shape.Count < 1000: return Call(new Concat(-1), x, x);
            case 9: return Call(new Reduce(_random.Next(2) == 0 ? ReduceKind.Sum : ReduceKind.Mean, [-2], true), x);
            case 10 or 11 when x.Shape.Rank == 4:
                var groups = _random.Next(3) == 0 ? x.Shape[3] : 1;
                var convolution = new Convolution([1, 1], _random.Next(2) == 0 ? Padding.Same : Padding.Explicit([1, 1], [1, 1]), [1, 1], groups);
                var kernel = Fixed([3, 3, x.Shape[3] / groups, groups == 1 ? 3 : groups]);
                return _random.Next(2) == 0 ? Call(convolution, x, kernel) : Call(convolution, x, kernel, Fixed([kernel.Shape[3]]));
            case 12 when x.Shape.Rank == 4: return Call(new ConvolutionTranspose([1, 1], Padding.Same, [1, 1]), x, Fixed([2, 2, 3, x.Shape[3]]));
            case 13: return Call(new Dense(), x, Fixed([x.Shape[^1], 3]), Fixed([3]));
            default: return Call(Unary.Of<Sigmoid>(), x);
        }
    }

    private Ints Border(int rank) => Ints.Create([0, .. Enumerable.Range(0, rank - 2).Select(_ => _random.Next(2)), 0]);

    /// <summary>A value that broadcasts with x to the shape of x; perhaps x itself.</summary>
    private Node Alike(Node x)
    {
        var fitting = _nodes.Where(n => n.Shape.Rank <= x.Shape.Rank && Enumerable.Range(1, n.Shape.Rank).All(axis => n.Shape[^axis] == x.Shape[^axis] || n.Shape[^axis] == 1)).ToArray();
        return fitting[_random.Next(fitting.Length)];
    }
}
