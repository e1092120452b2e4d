using System.Globalization;

namespace TfExplain.Cli;

/// <summary>Reads what an option was given.</summary>
internal static class OptionText
{
    public static int Integer(string option, string? text, int standard, int least)
    {
        if (text is null) return standard;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new UsageError($"{option} takes a whole number{(least > int.MinValue ? $" from {least}" : "")}; found '{text}'.");
    }

    /// <summary>A number between two others, neither of which it may be.</summary>
    public static double Number(string option, string text, double above, double below) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > above && value < below
            ? value
            : throw new UsageError($"{option} takes a number above {above.ToString("R", CultureInfo.InvariantCulture)}{(below < float.MaxValue ? $" and below {below.ToString("R", CultureInfo.InvariantCulture)}" : "")}; found '{text}'.");

    /// <summary>The names in several values of an option, each of which may hold several between commas.</summary>
    public static List<string> Names(string[]? values)
    {
        var names = new List<string>();
        foreach (var value in values ?? [])
            foreach (var name in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (!names.Contains(name)) names.Add(name);
        return names;
    }
}
