namespace TfExplain.Engine.Tests.Operations;

/// <summary>The recurrent cells as their formulas say, one number at a time in double precision.</summary>
internal sealed class RecurrentReference(int batch, int steps, int units, Func<double, double> activation, Func<double, double> gate)
{
    public double[]? Mask { get; init; }

    public double[] SimpleRnn(double[] zx, double[] kernel, double[]? initial = null) => Run(1, initial, null, (n, t, h, _) =>
        (Each(u => activation(zx[(n * steps + t) * units + u] + Product(h, kernel, units, u))), []));

    public double[] Lstm(double[] zx, double[] kernel, double[]? h0 = null, double[]? c0 = null) => Run(2, h0, c0, (n, t, h, c) =>
    {
        double Sum(int g, int u) => zx[(n * steps + t) * 4 * units + g * units + u] + Product(h, kernel, 4 * units, g * units + u);
        var cell = Each(u => gate(Sum(1, u)) * c[u] + gate(Sum(0, u)) * activation(Sum(2, u)));
        return (Each(u => gate(Sum(3, u)) * activation(cell[u])), cell);
    });

    public double[] Gru(double[] zx, double[] kernel, double[]? initial = null) => Run(1, initial, null, (n, t, h, _) =>
    {
        double X(int g, int u) => zx[(n * steps + t) * 3 * units + g * units + u];
        var z = Each(u => gate(X(0, u) + Product(h, kernel, 3 * units, u)));
        var r = Each(u => gate(X(1, u) + Product(h, kernel, 3 * units, units + u)));
        var reset = Each(u => r[u] * h[u]);
        return (Each(u => z[u] * h[u] + (1 - z[u]) * activation(X(2, u) + Product(reset, kernel, 3 * units, 2 * units + u))), []);
    });

    public double[] GruResetAfter(double[] zx, double[] kernel, double[]? bias, double[]? initial = null) => Run(1, initial, null, (n, t, h, _) =>
    {
        double X(int g, int u) => zx[(n * steps + t) * 3 * units + g * units + u];
        double Inner(int g, int u) => Product(h, kernel, 3 * units, g * units + u) + (bias?[g * units + u] ?? 0);
        return (Each(u =>
        {
            double z = gate(X(0, u) + Inner(0, u)), r = gate(X(1, u) + Inner(1, u));
            return z * h[u] + (1 - z) * activation(X(2, u) + r * Inner(2, u));
        }), []);
    });

    private double[] Run(int states, double[]? h0, double[]? c0, Func<int, int, double[], double[], (double[] H, double[] C)> cell)
    {
        var result = new List<double>();
        for (var n = 0; n < batch; n++)
        {
            var h = Each(u => h0?[n * units + u] ?? 0);
            var c = Each(u => c0?[n * units + u] ?? 0);
            for (var t = 0; t < steps; t++)
            {
                if (Mask is null || Mask[n * steps + t] != 0) (h, c) = cell(n, t, h, c);
                result.AddRange(h);
                if (states == 2) result.AddRange(c);
            }
        }
        return [.. result];
    }

    private double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, units).Select(value)];

    private static double Product(double[] h, double[] kernel, int stride, int column)
    {
        var sum = 0.0;
        for (var k = 0; k < h.Length; k++) sum += h[k] * kernel[k * stride + column];
        return sum;
    }
}
