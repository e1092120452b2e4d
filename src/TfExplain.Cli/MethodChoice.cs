namespace TfExplain.Cli;

/// <summary>A method to run.</summary>
/// <param name="Method">What is known of it.</param>
/// <param name="Explainer">The method with its parameters set.</param>
/// <param name="IsNamed">Somebody asked for it: it is not left out where it does not fit.</param>
internal sealed record MethodChoice(Method Method, Explainer Explainer, bool IsNamed)
{
    /// <summary>The methods that <c>--method</c>, <c>--layer</c> and <c>--set</c> ask for.</summary>
    public static IReadOnlyList<MethodChoice> Of(string[]? names, string[]? layers, string[]? settings)
    {
        var chosen = new List<Method>();
        foreach (var name in OptionText.Names(names))
            if (name.Equals("all", StringComparison.OrdinalIgnoreCase)) chosen.AddRange(Methods.All.Where(m => !chosen.Contains(m)));
            else if (Methods.Named(name) is var method && !chosen.Contains(method)) chosen.Add(method);
        if (chosen.Count == 0)
        {
            if (names is { Length: > 0 }) throw new UsageError("--method names no method; see 'tf-explain methods'.");
            chosen.AddRange(Methods.Default);
        }
        var explainers = chosen.ConvertAll(m => m.Create());
        SetLayers(chosen, explainers, OptionText.Names(layers));
        foreach (var setting in settings ?? []) Set(chosen, explainers, setting);
        return [.. chosen.Select((m, i) => new MethodChoice(m, explainers[i], names is { Length: > 0 } || layers is { Length: > 0 }))];
    }

    private static void SetLayers(List<Method> methods, List<Explainer> explainers, List<string> layers)
    {
        if (layers.Count == 0) return;
        var used = false;
        for (var i = 0; i < methods.Count; i++)
        {
            if (methods[i].AtLayers is not { } at) continue;
            explainers[i] = at(explainers[i], layers);
            used = true;
        }
        if (!used) throw new UsageError($"--layer is for {string.Join(" and ", Methods.All.Where(m => m.AtLayers is not null).Select(m => m.Name))}; none of them is asked for.");
    }

    private static void Set(List<Method> methods, List<Explainer> explainers, string setting)
    {
        int dot = setting.IndexOf('.'), equals = setting.IndexOf('=');
        if (dot < 1 || equals < dot + 2) throw new UsageError($"--set takes METHOD.PARAMETER=VALUE, such as smoothgrad.samples=64; found '{setting}'.");
        var method = Methods.Named(setting[..dot]);
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
