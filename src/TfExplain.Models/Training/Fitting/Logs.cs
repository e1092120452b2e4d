using System.Globalization;

namespace TfExplain.Training;

/// <summary>Numbers by name in a fixed order: <c>loss</c>, the metrics, and with <c>val_</c> before them those of the validation.</summary>
public sealed class Logs : OrderedDictionary<string, double>
{
    /// <summary>As Keras prints them: <c>loss: 0.4321 - accuracy: 0.8512</c>; numbers about a picture, which have a slash in their name, are left out.</summary>
    public override string ToString() => string.Join(" - ", this.Where(v => !v.Key.Contains('/', StringComparison.Ordinal)).Select(v => $"{v.Key}: {Text(v.Value)}"));

    /// <summary>A copy.</summary>
    public Logs Copy()
    {
        var copy = new Logs();
        foreach (var (name, value) in this) copy[name] = value;
        return copy;
    }

    private static string Text(double value) => value != 0 && Math.Abs(value) < 1e-3 ? value.ToString("0.0000e+00", CultureInfo.InvariantCulture) : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
