namespace TfExplain.Imaging.Resampling;

/// <summary>How each output sample along one axis is a weighted sum of neighbouring input samples.</summary>
internal sealed class AxisWeights
{
    private AxisWeights(int inputSize, int outputSize) => (InputSize, First, Weights) = (inputSize, new int[outputSize], new double[outputSize][]);

    public int InputSize { get; }

    public int OutputSize => First.Length;

    /// <summary>The first input sample of each output sample.</summary>
    public int[] First { get; }

    /// <summary>The weights of the input samples from there on.</summary>
    public double[][] Weights { get; }

    /// <summary>Takes one input sample each.</summary>
    public static AxisWeights Nearest(int inputSize, int outputSize, Func<int, int> indexOf) =>
        Sum(inputSize, outputSize, i => (indexOf(i), [1.0]));

    /// <summary>Takes weights from a sample on; what falls outside the input counts for its edge samples.</summary>
    public static AxisWeights Sum(int inputSize, int outputSize, Func<int, (int First, double[] Weights)> tapsOf)
    {
        var axis = new AxisWeights(inputSize, outputSize);
        for (var i = 0; i < outputSize; i++)
        {
            var (first, weights) = tapsOf(i);
            var (from, to) = (Math.Clamp(first, 0, inputSize - 1), Math.Clamp(first + weights.Length - 1, 0, inputSize - 1));
            var folded = weights;
            if (to - from + 1 < weights.Length)
            {
                folded = new double[to - from + 1];
                for (var k = 0; k < weights.Length; k++)
                    folded[Math.Clamp(first + k, 0, inputSize - 1) - from] += weights[k];
            }
            (axis.First[i], axis.Weights[i]) = (from, folded);
        }
        return axis;
    }

    /// <summary>Blends the samples on both sides of a position; positions beyond the edge samples' centres take those.</summary>
    public static AxisWeights Linear(int inputSize, int outputSize, Func<int, double> positionOf) => Sum(inputSize, outputSize, i =>
    {
        var position = Math.Clamp(positionOf(i), 0, inputSize - 1);
        var first = (int)position;
        return (first, [1 - (position - first), position - first]);
    });

    /// <summary>
    /// Weighs the samples under a kernel centred at (i + 0.5) scale + origin, stretched by <paramref name="stretch"/>, normalised to a sum of 1:
    /// low-pass and interpolation at once, as Pillow and torch do it.
    /// </summary>
    public static AxisWeights Kernel(int inputSize, int outputSize, Func<double, double> kernel, double radius, double scale, double stretch, double origin = 0) =>
        Sum(inputSize, outputSize, i =>
        {
            var centre = origin + (i + 0.5) * scale;
            var first = Math.Max((int)(centre - radius * stretch + 0.5), 0);
            var end = Math.Min((int)(centre + radius * stretch + 0.5), inputSize);
            return (first, Normalised(first, end, k => kernel((k + 0.5 - centre) / stretch)));
        });

    public static double[] Normalised(int first, int end, Func<int, double> weightOf)
    {
        var weights = new double[Math.Max(end - first, 1)];
        var sum = 0.0;
        for (var k = first; k < end; k++)
            sum += weights[k - first] = weightOf(k);
        for (var k = 0; sum != 0 && k < weights.Length; k++)
            weights[k] /= sum;
        return weights;
    }
}
