namespace TfExplain.Engine.Operations;

/// <summary>
/// Einstein's summation of two values, e.g. <c>abc,cd-&gt;abd</c> or <c>...x,xy-&gt;...y</c>, composed of transpositions, reshapes and one matrix product.
/// A label names an axis; one that the result lacks is summed over. A label twice in one operand (a diagonal) is not supported.
/// </summary>
public sealed class Einsum
{
    private readonly Func<Operation, Node[], Node> _call;
    private readonly string _equation;
    private readonly Dictionary<char, int> _extents = [];

    private Einsum(string equation, Func<Operation, Node[], Node> call)
    {
        _equation = equation;
        _call = call;
    }

    /// <summary>Composes it; <paramref name="call"/> adds an operation to a graph.</summary>
    /// <exception cref="ShapeException">The equation is malformed or does not fit the shapes.</exception>
    public static Node Of(string equation, Node a, Node b, Func<Operation, Node[], Node> call) => new Einsum(equation, call).Compose(a, b);

    private Node Compose(Node a, Node b)
    {
        var sides = _equation.Replace(" ", "").Split("->");
        var operands = sides[0].Split(',');
        if (sides.Length != 2 || operands.Length != 2) throw Error("expected two operands and a result, as in 'ab,bc->ac'");
        string ofA = Labels(operands[0], a.Shape), ofB = Labels(operands[1], b.Shape);
        var result = Result(sides[1], ofA, ofB);
        Measure(ofA, a.Shape);
        Measure(ofB, b.Shape);
        (a, ofA) = SumAlone(a, ofA, ofB + result);
        (b, ofB) = SumAlone(b, ofB, ofA + result);

        // The fixed operand, or else the one whose label comes last in the result, goes to the right, where nothing is left to transpose.
        var swap = a.Shape.IsKnown != b.Shape.IsKnown ? a.Shape.IsKnown : result.Length > 0 && ofA.Contains(result[^1]) && !ofB.Contains(result[^1]);
        if (swap) (a, ofA, b, ofB) = (b, ofB, a, ofA);
        string batch = Where(ofA, l => ofB.Contains(l) && result.Contains(l)), summed = Where(ofA, l => ofB.Contains(l) && !result.Contains(l));
        string rows = Where(ofA, l => !ofB.Contains(l)), columns = Where(ofB, l => !ofA.Contains(l));
        var product = batch.Length == 0 && rows.Length > 0
            ? Dense(Order(a, ofA, rows + summed), rows, summed, Order(b, ofB, summed + columns), columns)
            : Matrices(a, ofA, b, ofB, batch, rows, summed, columns);
        return Order(product, batch + rows + columns, result);
    }

    private Node Dense(Node a, string rows, string summed, Node b, string columns)
    {
        a = summed.Length == 1 ? a : _call(new Reshape([.. Ints.Repeat(0, rows.Length), Product(summed)]), [a]);
        b = summed.Length == 1 && columns.Length == 1 ? b : _call(new Reshape([Product(summed), Product(columns)]), [b]);
        var product = _call(new Dense(), [a, b]);
        return columns.Length == 1 ? product : _call(new Reshape([.. Ints.Repeat(0, rows.Length), .. Extents(columns)]), [product]);
    }

    private Node Matrices(Node a, string ofA, Node b, string ofB, string batch, string rows, string summed, string columns)
    {
        bool transposeA = ofA == batch + summed + rows && ofA != batch + rows + summed, transposeB = ofB == batch + columns + summed && ofB != batch + summed + columns;
        Node left = Matrix(a, ofA, transposeA ? summed : rows, transposeA ? rows : summed);
        Node right = Matrix(b, ofB, transposeB ? columns : summed, transposeB ? summed : columns);
        var product = _call(new MatMul(transposeA, transposeB), [left, right]);
        if (rows.Length == 1 && columns.Length == 1) return product;
        var kept = Ints.Repeat(0, batch.Length + (rows.Length == 1 ? 1 : 0));
        return _call(new Reshape([.. kept, .. rows.Length == 1 ? [] : Extents(rows), .. Extents(columns)]), [product]);

        Node Matrix(Node value, string labels, string first, string second)
        {
            var ordered = Order(value, labels, batch + first + second);
            return first.Length == 1 && second.Length == 1 ? ordered
                : _call(new Reshape([.. Ints.Repeat(0, batch.Length), first.Length == 1 ? 0 : Product(first), Product(second)]), [ordered]);
        }
    }

    /// <summary>Sums over the axes that appear nowhere else.</summary>
    private (Node, string) SumAlone(Node value, string labels, string elsewhere)
    {
        var alone = Enumerable.Range(0, labels.Length).Where(i => !elsewhere.Contains(labels[i])).ToArray();
        return alone.Length == 0 ? (value, labels) : (_call(new Reduce(ReduceKind.Sum, Ints.Create(alone)), [value]), Where(labels, elsewhere.Contains));
    }

    private Node Order(Node value, string labels, string wanted) =>
        labels == wanted ? value : _call(new Transpose(Ints.Create([.. wanted.Select(l => labels.IndexOf(l))])), [value]);

    /// <summary>One label an axis; those that the ellipsis stands for count from its right.</summary>
    private string Labels(string operand, Shape shape)
    {
        var named = operand.Replace("...", "");
        var free = shape.Rank - named.Length;
        if (!named.All(char.IsAsciiLetter)) throw Error($"expected letters and at most one '...', found '{operand}'");
        if (named.Distinct().Count() != named.Length) throw Error($"a label twice in '{operand}' is not supported");
        if (free < 0 || (free > 0 && named == operand)) throw Error($"'{operand}' does not fit the shape {shape}");
        return operand.Replace("...", Ellipsis(free));
    }

    private string Result(string result, string ofA, string ofB)
    {
        var free = (ofA + ofB).Where(l => !char.IsAsciiLetter(l)).Distinct().Count();
        var labels = result.Replace("...", Ellipsis(free));
        if (labels.Distinct().Count() != labels.Length || !labels.All((ofA + ofB).Contains)) throw Error($"the result '{result}' must name labels of the operands once each");
        return labels;
    }

    private void Measure(string labels, Shape shape)
    {
        for (var axis = 0; axis < labels.Length; axis++)
        {
            var known = _extents.GetValueOrDefault(labels[axis], Shape.Unknown);
            if (known > 1 && shape[axis] > 1 && known != shape[axis]) throw Error($"an axis has the extents {known} and {shape[axis]}");
            _extents[labels[axis]] = Math.Max(known, shape[axis]);
        }
    }

    private IEnumerable<int> Extents(string labels)
    {
        if (labels.Count(l => _extents[l] == Shape.Unknown) > 1) throw Error("more than one unknown extent would have to be taken apart");
        return labels.Select(l => _extents[l]);
    }

    private int Product(string labels) => labels.Any(l => _extents[l] == Shape.Unknown) ? -1 : labels.Aggregate(1, (product, l) => product * _extents[l]);

    private static string Ellipsis(int count) => string.Concat(Enumerable.Range(0, count).Select(i => (char)('0' + count - 1 - i)));

    private static string Where(string labels, Func<char, bool> condition) => string.Concat(labels.Where(condition));

    private ShapeException Error(string message) => new($"Einsum '{_equation}': {message}.");
}
