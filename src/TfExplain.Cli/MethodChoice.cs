namespace TfExplain.Cli;

/// <summary>A method to run.</summary>
/// <param name="Method">What is known of it.</param>
/// <param name="Explainer">The method with its parameters set.</param>
/// <param name="IsNamed">Somebody asked for it: it is not left out where it does not fit.</param>
internal sealed record MethodChoice(Method Method, Explainer Explainer, bool IsNamed)
{
    private const string Library = "tf-explain-0.3.1";

    /// <summary>The methods that <c>--method</c>, <c>--layer</c> and <c>--set</c> ask for, from those of the tool or of the library that <c>--compat</c> names.</summary>
    public static IReadOnlyList<MethodChoice> Of(string[]? names, string[]? layers, string[]? settings, string? compat)
    {
        var known = Known(compat);
        var places = OptionText.Names(layers);
        var chosen = new List<Method>();
        foreach (var name in OptionText.Names(names))
            if (name.Equals("all", StringComparison.OrdinalIgnoreCase)) chosen.AddRange(known.Where(m => !chosen.Contains(m)));
            else if (Methods.Named(name, known) is var method && !chosen.Contains(method)) chosen.Add(method);
        var named = names is { Length: > 0 };
        if (named && chosen.Count == 0) throw new UsageError("--method names no method; see 'tf-explain methods'.");
        // The library's activations have no layer of their own choice.
        if (!named) chosen.AddRange(compat is null ? Methods.Default : known.Where(m => m.Name != "activations" || places.Count == 1));
        if (places.Count > 0 && !chosen.Any(m => m.TakesLayers)) throw new UsageError($"--layer is for {string.Join(" and ", known.Where(m => m.TakesLayers).Select(m => m.Name))}; none of them is asked for.");
        var explainers = chosen.ConvertAll(m => m.Create(places));
        foreach (var setting in settings ?? []) Set(known, chosen, explainers, setting);
        return [.. chosen.Select((m, i) => new MethodChoice(m, explainers[i], named || places.Count > 0))];
    }

    private static IReadOnlyList<Method> Known(string? compat) => compat switch
    {
        null => Methods.All,
        Library => Methods.TfExplain031,
        _ => throw new UsageError($"--compat knows {Library}; found '{compat}'."),
    };

    private static void Set(IReadOnlyList<Method> known, List<Method> methods, List<Explainer> explainers, string setting)
    {
        int dot = setting.IndexOf('.'), equals = setting.IndexOf('=');
        if (dot < 1 || equals < dot + 2) throw new UsageError($"--set takes METHOD.PARAMETER=VALUE, such as smoothgrad.samples=64; found '{setting}'.");
        var method = Methods.Named(setting[..dot], known);
        var parameter = method.Parameter(setting[(dot + 1)..equals]);
        var place = methods.IndexOf(method);
        if (place < 0) throw new UsageError($"--set {setting}: the method '{method.Name}' is not asked for; add it to --method.");
        try
        {
            explainers[place] = parameter.With(explainers[place], setting[(equals + 1)..]);
        }
        catch (ArgumentException e)
        {
            throw new UsageError($"--set {setting}: {e.Message}");
        }
    }
}
