using System.Globalization;

namespace TfExplain;

/// <summary>A parameter of a method that can be set from text.</summary>
public sealed record MethodParameter
{
    private readonly string _expected;
    private readonly Func<Explainer, string, Explainer?> _with;

    private MethodParameter(string name, string standard, string help, string expected, Func<Explainer, string, Explainer?> with)
    {
        (Name, Default, Help) = (name, standard, help);
        (_expected, _with) = (expected, with);
    }

    /// <summary>The name, as in the receipt.</summary>
    public string Name { get; }

    /// <summary>The value that holds unless another is set.</summary>
    public string Default { get; }

    /// <summary>What it does, and which values it takes.</summary>
    public string Help { get; }

    /// <summary>The method with the parameter set.</summary>
    /// <exception cref="ArgumentException">The text is no value of the parameter; the message says what is.</exception>
    public Explainer With(Explainer explainer, string value) => _with(explainer, value) ?? throw new ArgumentException($"The parameter '{Name}' takes {_expected}; found '{value}'.");

    internal static MethodParameter Count<T>(string name, string standard, string help, int least, Func<T, int, T> with) where T : Explainer =>
        new(name, standard, help, $"a whole number from {least}", (e, text) => TryCount(text, least, out var value) ? with((T)e, value) : null);

    internal static MethodParameter Number<T>(string name, string standard, string help, double least, Func<T, double, T> with) where T : Explainer =>
        new(name, standard, help, least == double.MinValue ? "a number" : $"a number from {least.ToString(CultureInfo.InvariantCulture)}",
            (e, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= least ? with((T)e, value) : null);

    /// <summary>A height and a width: <c>32</c> for both, or <c>32x24</c>.</summary>
    internal static MethodParameter Size<T>(string name, string standard, string help, Func<T, int, int, T> with) where T : Explainer =>
        new(name, standard, help, "a number of pixels from 1, or HEIGHTxWIDTH", (e, text) =>
        {
            var cross = text.IndexOf('x');
            var (first, second) = cross < 0 ? (text, text) : (text[..cross], text[(cross + 1)..]);
            return TryCount(first, 1, out var height) && TryCount(second, 1, out var width) ? with((T)e, height, width) : null;
        });

    internal static MethodParameter Choice<T>(string name, string help, params (string Value, Func<T, T> With)[] choices) where T : Explainer =>
        new(name, choices[0].Value, help, string.Join(", ", choices.Select(c => c.Value)), (e, text) =>
        {
            foreach (var (value, with) in choices)
                if (value.Equals(text, StringComparison.OrdinalIgnoreCase)) return with((T)e);
            return null;
        });

    private static bool TryCount(string text, int least, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least;
}
