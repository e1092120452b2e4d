namespace TfExplain;

/// <summary>Gauss-Legendre quadrature on [0, 1]: exact for polynomials of degree 2n - 1.</summary>
internal static class GaussLegendre
{
    /// <summary>The n nodes in rising order with their weights, by Newton's method on the Legendre polynomial.</summary>
    public static (double Node, double Weight)[] Rule(int n)
    {
        var rule = new (double Node, double Weight)[n];
        for (var i = 0; i < (n + 1) / 2; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            double derivative = 0;
            for (var step = 0; step < 100; step++)
            {
                double p = 1, previous = 0;
                for (var k = 1; k <= n; k++) (p, previous) = (((2 * k - 1) * x * p - (k - 1) * previous) / k, p);
                derivative = n * (x * p - previous) / (x * x - 1);
                var change = p / derivative;
                x -= change;
                if (Math.Abs(change) < 1e-15) break;
            }
            var weight = 1 / ((1 - x * x) * derivative * derivative);
            rule[i] = ((1 - x) / 2, weight);
            rule[n - 1 - i] = ((1 + x) / 2, weight);
        }
        return rule;
    }
}
