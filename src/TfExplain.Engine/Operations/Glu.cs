namespace TfExplain.Engine.Operations;

/// <summary>The gated linear unit a sigmoid(b), where a and b are the two halves of the input along an axis.</summary>
public static class Glu
{
    /// <summary>Composes it; <paramref name="call"/> adds an operation to a graph.</summary>
    /// <exception cref="ShapeException">The axis has an odd or unknown extent.</exception>
    public static Node Of(Node x, int axis, Func<Operation, Node[], Node> call)
    {
        axis = x.Shape.Axis(axis);
        if (x.Shape[axis] == Shape.Unknown || x.Shape[axis] % 2 != 0) throw new ShapeException($"GLU expects an even extent at axis {axis}, found {x.Shape}.");
        return call(new Multiply(), [Half(0), call(Unary.Of<Sigmoid>(), [Half(1)])]);

        Node Half(int which)
        {
            int[] start = new int[x.Shape.Rank], extent = new int[x.Shape.Rank];
            Array.Fill(extent, -1);
            extent[axis] = x.Shape[axis] / 2;
            start[axis] = which * extent[axis];
            return call(new Slice(Ints.Create(start), Ints.Create(extent)), [x]);
        }
    }
}
