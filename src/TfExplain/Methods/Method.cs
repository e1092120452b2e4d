using System.Collections.Immutable;

namespace TfExplain;

/// <summary>A method of explanation by its name, with what a reader of its maps should know.</summary>
public sealed record Method
{
    /// <summary>The name on command lines and in receipts: <c>grad-cam</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name in headings: <c>Grad-CAM</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What is computed, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>What a map tells.</summary>
    public required string Tells { get; init; }

    /// <summary>Where a map misleads.</summary>
    public required string Misleads { get; init; }

    /// <summary>The paper: authors, year, arXiv number; empty where there is none.</summary>
    public string Paper { get; init; } = "";

    /// <summary>The parameters that can be set by name.</summary>
    public ImmutableArray<MethodParameter> Parameters { get; init; } = [];

    /// <summary>The method with its defaults, at the named layers if it takes layers.</summary>
    public required Func<IReadOnlyList<string>, Explainer> Create { get; init; }

    /// <summary>Whether layers can be named.</summary>
    public bool TakesLayers { get; init; }

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the parameters.</exception>
    public MethodParameter Parameter(string name)
    {
        foreach (var parameter in Parameters)
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return parameter;
        throw new ArgumentException(Parameters.IsEmpty
            ? $"The method '{Name}' has no parameters."
            : $"The method '{Name}' has no parameter '{name}'; it has {string.Join(", ", Parameters.Select(p => p.Name))}.{Suggestion.For(name, Parameters.Select(p => p.Name))}");
    }
}
