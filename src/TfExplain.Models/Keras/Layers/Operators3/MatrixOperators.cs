using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Products of matrices.</summary>
internal static class MatrixOperators
{
    public static IReadOnlyDictionary<string, OperatorFunction> All { get; } = new Dictionary<string, OperatorFunction>
    {
        ["Matmul"] = c => [Product(c)],
        ["Dot"] = c => [Dot(c)],
        ["Einsum"] = c => [Sum(c)],
    };

    private static Node Product(OperatorCall c)
    {
        Node a = c.Value(0, "x1"), b = c.Value(1, "x2");
        bool row = a.Shape.Rank == 1, column = b.Shape.Rank == 1;
        if (row) a = c.Expand(a, 0);
        if (column) b = c.Expand(b, 1);
        var y = c.Apply(new MatMul(), a, b);
        if (column) y = c.Drop(y, y.Shape.Rank - 1);
        return row ? c.Drop(y, y.Shape.Rank - (column ? 1 : 2)) : y;
    }

    private static Node Dot(OperatorCall c)
    {
        Node a = c.Value(0, "x1"), b = c.Value(1, "x2");
        if (a.Shape.Rank == 0 || b.Shape.Rank == 0) return c.Apply(new Multiply(), a, b);
        return a.Shape.Rank <= 2 && b.Shape.Rank <= 2 ? Product(c) : throw c.Config.Error($"dot is supported for vectors and matrices; found {a.Shape} and {b.Shape}. Use matmul or einsum.");
    }

    private static Node Sum(OperatorCall c) => c.Layer.Inputs.Count == 2 && c.Layer.Find("", 2) is null
        ? Einsum.Of(c.Config.String("subscripts"), c.Value(0), c.Value(1), (operation, inputs) => c.Apply(operation, inputs))
        : throw c.Config.Error("einsum is supported for two values that the model computes.");
}
