namespace TfExplain.Cli;

/// <summary>What <c>explain</c> is asked for.</summary>
internal sealed record ExplainSettings
{
    public required CommonSettings Common { get; init; }

    public required IReadOnlyList<MethodChoice> Methods { get; init; }

    public required Target Target { get; init; }

    public required string Folder { get; init; }

    public int Seed { get; init; }
}
