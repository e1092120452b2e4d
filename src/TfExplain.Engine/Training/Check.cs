using System.Runtime.CompilerServices;

namespace TfExplain.Training;

/// <summary>Checks of configuration values; the messages name the property that was set.</summary>
internal static class Check
{
    /// <summary>A finite number of at least 0.</summary>
    public static float NotNegative(float value, [CallerMemberName] string name = "") =>
        float.IsFinite(value) && value >= 0 ? value : throw Bad(name, "a number of at least 0", value);

    /// <summary>A finite number above 0.</summary>
    public static float Positive(float value, [CallerMemberName] string name = "") =>
        float.IsFinite(value) && value > 0 ? value : throw Bad(name, "a number above 0", value);

    /// <summary>A finite number above 0, or nothing.</summary>
    public static float? PositiveOrNull(float? value, [CallerMemberName] string name = "") => value is { } given ? Positive(given, name) : null;

    /// <summary>A number of [0, 1].</summary>
    public static double Fraction(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw Bad(name, "a number from 0 to 1", value);

    /// <summary>A number of [0, 1).</summary>
    public static double DecayRate(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw Bad(name, "a number from 0 to below 1", value);

    /// <summary>A finite number.</summary>
    public static float Finite(float value, [CallerMemberName] string name = "") =>
        float.IsFinite(value) ? value : throw Bad(name, "a finite number", value);

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static int AtLeast(int least, int value, [CallerMemberName] string name = "") =>
        value >= least ? value : throw Bad(name, $"a whole number of at least {least}", value);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int Between(int least, int most, int value, [CallerMemberName] string name = "") =>
        value >= least && value <= most ? value : throw Bad(name, $"a whole number from {least} to {most}", value);

    /// <summary>A finite number of at least 0.</summary>
    public static double NotNegative(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw Bad(name, "a number of at least 0", value);

    /// <summary>A finite number.</summary>
    public static double Finite(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) ? value : throw Bad(name, "a finite number", value);

    /// <summary>A finite number of at least <paramref name="least"/>.</summary>
    public static double AtLeast(double least, double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value >= least ? value : throw Bad(name, $"a number of at least {least}", value);

    /// <summary>A whole number of at least 0.</summary>
    public static long NotNegative(long value, [CallerMemberName] string name = "") =>
        value >= 0 ? value : throw Bad(name, "a whole number of at least 0", value);

    /// <summary>A whole number of at least 1.</summary>
    public static long Positive(long value, [CallerMemberName] string name = "") =>
        value > 0 ? value : throw Bad(name, "a whole number of at least 1", value);

    private static ArgumentOutOfRangeException Bad(string name, string expected, object found) => new(name, $"{name} takes {expected}; {found} was given.");
}
