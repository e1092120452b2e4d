namespace TfExplain.Engine.Tests.Operations;

/// <summary>A tensor in double precision for slow, obvious references.</summary>
public sealed class Values(Shape shape, double[] items)
{
    public Shape Shape { get; } = shape;

    public double[] Items { get; } = items;

    public float[] Floats => [.. Items.Select(v => (float)v)];

    public double this[params ReadOnlySpan<int> index] => Items[Offset(Shape, index)];

    /// <summary>The tensor whose element at each index is what the function says.</summary>
    public static Values Of(Shape shape, Func<int[], double> element)
    {
        var items = new double[shape.Count];
        for (var i = 0; i < items.Length; i++) items[i] = element(Index(shape, i));
        return new(shape, items);
    }

    /// <summary>Numbers in a range that float32 represents exactly, none within a hundredth of a kink.</summary>
    public static Values Random(int seed, Shape shape, double low = -2, double high = 2, params double[] kinks)
    {
        var random = new Random(seed);
        double Draw()
        {
            while (true)
            {
                double value = (float)(low + (high - low) * random.NextDouble());
                if (kinks.All(k => Math.Abs(value - k) > 0.01)) return value;
            }
        }
        return Of(shape, _ => Draw());
    }

    public static Values Whole(int seed, Shape shape, int below)
    {
        var random = new Random(seed);
        return Of(shape, _ => random.Next(below));
    }

    /// <summary>The element that a broadcast to a larger shape has at an index of it.</summary>
    public double Broadcast(int[] index)
    {
        var own = new int[Shape.Rank];
        for (var axis = 0; axis < own.Length; axis++)
            own[axis] = Shape[axis] == 1 ? 0 : index[index.Length - own.Length + axis];
        return this[own];
    }

    public Values With(int item, double value)
    {
        var items = (double[])Items.Clone();
        items[item] = value;
        return new(Shape, items);
    }

    public static int[] Index(Shape shape, int offset)
    {
        var index = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (offset, index[axis]) = Math.DivRem(offset, shape[axis]);
        return index;
    }

    private static int Offset(Shape shape, ReadOnlySpan<int> index)
    {
        var offset = 0;
        for (var axis = 0; axis < index.Length; axis++) offset = offset * shape[axis] + index[axis];
        return offset;
    }
}
