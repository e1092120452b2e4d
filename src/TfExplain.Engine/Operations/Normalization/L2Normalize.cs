namespace TfExplain.Engine.Operations;

/// <summary>y = x / sqrt(max(sum x^2, epsilon)) over some axes: unit vectors (Keras <c>UnitNormalization</c>, <c>tf.math.l2_normalize</c>).</summary>
public static class L2Normalize
{
    /// <summary>The nodes of the formula, the last of which has the name.</summary>
    public static Node Build(GraphBuilder builder, string name, Node x, Ints axes, float epsilon = 1e-12f)
    {
        var square = builder.Call($"{name}/square", Unary.Of<Square>(), x);
        var sum = builder.Call($"{name}/sum", new Reduce(ReduceKind.Sum, axes, true), square);
        var floor = builder.Call($"{name}/floor", new Maximum(), sum, builder.Constant($"{name}/epsilon", epsilon));
        return builder.Call(name, new Multiply(), x, builder.Call($"{name}/rsqrt", Unary.Of<Rsqrt>(), floor));
    }
}
