using System.Globalization;

namespace TfExplain.Cli;

/// <summary>Reads <c>--class</c>.</summary>
internal static class TargetChoice
{
    public static Target Of(string? text)
    {
        if (text is null) return Target.Predicted;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return Target.Class(index);
        if (!text.StartsWith("top:", StringComparison.OrdinalIgnoreCase)) return Target.Label(text);
        return Target.Top(OptionText.Integer("--class top:K", text[4..], 1, 1));
    }
}
