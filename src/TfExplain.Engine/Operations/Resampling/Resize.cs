namespace TfExplain.Engine.Operations;

/// <summary>
/// Resizing as TensorFlow's <c>tf.image.resize</c>: output i samples the input at (i + 1/2) input / output, cells having their centres at halves.
/// Taps outside of the input are dropped and the others scaled to sum to 1 (bilinear without antialiasing repeats the border).
/// </summary>
/// <param name="Method">The interpolation.</param>
public sealed record Resize(Interpolation Method) : ResampleRule
{
    // TensorFlow reads plain bicubic weights from a table at multiples of 1/1024.
    private const double TableSteps = 1024;

    /// <summary>The output's extent; where 0, <see cref="Factor"/> times the input's.</summary>
    public int Size { get; init; }

    /// <summary>Outputs per input, where <see cref="Size"/> is 0.</summary>
    public int Factor { get; init; } = 1;

    /// <summary>Whether the kernel widens with the step between samples when there are fewer outputs than inputs.</summary>
    public bool Antialias { get; init; }

    /// <inheritdoc/>
    public override int Extent(int input)
    {
        if (Size < 0 || Factor < 1) throw new ShapeException($"expected a positive size or factor, found size {Size}, factor {Factor}.");
        if (Size > 0) return input != 0 ? Size : throw new ShapeException($"an axis without elements cannot be resized to {Size}.");
        if (input == Shape.Unknown) return input;
        var extent = (long)input * Factor;
        return extent <= int.MaxValue ? (int)extent : throw new ShapeException($"{Factor} times {input} elements are too many.");
    }

    /// <inheritdoc/>
    public override Taps Taps(int input)
    {
        var outputs = Extent(input);
        return new(Enumerable.Range(0, outputs).Select(i => Taps(i, input, (double)input / outputs)));
    }

    private IEnumerable<(int Source, double Weight)> Taps(int output, int inputs, double step)
    {
        var centre = (output + 0.5) * step;
        switch (Method)
        {
            case Interpolation.Nearest:
                // In single precision like the reference: a centre on a cell's border must fall on the same side.
                var nearest = (int)MathF.Floor((output + 0.5f) * (float)step);
                return [(Math.Min(nearest, inputs - 1), 1)];
            case Interpolation.Area:
                double low = output * step, high = (output + 1) * step;
                int first = (int)low, last = Math.Min(inputs, (int)Math.Ceiling(high));
                return Scaled(Enumerable.Range(first, last - first).Select(s => (s, Math.Min(high, s + 1) - Math.Max(low, s))));
            case Interpolation.Bilinear when !Antialias:
                var before = (int)Math.Floor(centre - 0.5);
                var weight = centre - 0.5 - before;
                return before < 0 ? [(0, 1)] : before + 1 >= inputs ? [(inputs - 1, 1)] : weight == 0 ? [(before, 1)] : [(before, 1 - weight), (before + 1, weight)];
            case Interpolation.Bicubic when !Antialias:
                var whole = Math.Floor(centre - 0.5);
                return Scaled(Around(whole + 0.5 + Math.Round((centre - 0.5 - whole) * TableSteps) / TableSteps, 1, inputs));
            default:
                return Scaled(Around(centre, Antialias ? Math.Max(step, 1) : 1, inputs));
        }
    }

    private IEnumerable<(int Source, double Weight)> Around(double centre, double scale, int inputs)
    {
        var radius = Radius * scale;
        int first = Math.Max(0, (int)Math.Ceiling(centre - radius - 0.5)), last = Math.Min(inputs - 1, (int)Math.Floor(centre + radius - 0.5));
        for (var source = first; source <= last; source++) yield return (source, Kernel(Math.Abs(source + 0.5 - centre) / scale));
    }

    private static IEnumerable<(int Source, double Weight)> Scaled(IEnumerable<(int Source, double Weight)> taps)
    {
        var sum = taps.Sum(t => t.Weight);
        return taps.Select(t => (t.Source, t.Weight / sum));
    }

    private double Radius => Method switch
    {
        Interpolation.Bilinear => 1,
        Interpolation.Gaussian => 1.5,
        Interpolation.Lanczos3 => 3,
        Interpolation.Lanczos5 => 5,
        _ => 2,
    };

    private double Kernel(double x) => Method switch
    {
        Interpolation.Bilinear => Math.Max(0, 1 - x),
        Interpolation.Gaussian => x < Radius ? Math.Exp(-2 * x * x) : 0,
        Interpolation.Lanczos3 or Interpolation.Lanczos5 => x == 0 ? 1 : Sinc(x) * Sinc(x / Radius),
        Interpolation.MitchellCubic => Cubic(x, 1.0 / 3, 1.0 / 3),
        _ => Cubic(x, 0, 0.5),
    };

    private static double Sinc(double x) => Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>The family of Mitchell and Netravali, 1988; B = 0, C = 1/2 is Keys' kernel.</summary>
    private static double Cubic(double x, double b, double c) => x switch
    {
        < 1 => ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b) / 6,
        < 2 => ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x + 8 * b + 24 * c) / 6,
        _ => 0,
    };
}
