namespace TfExplain.Cli;

/// <summary>Where a command prints, and what can be shown there.</summary>
internal sealed record Terminal
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Someone watches the output.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Someone watches the errors: a progress bar can be drawn.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>The output shows 24-bit colours.</summary>
    public bool ShowsColours { get; init; }

    public static Terminal OfProcess()
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var interactive = !Console.IsOutputRedirected && !dumb;
        return new()
        {
            Out = Console.Out,
            Error = Console.Error,
            IsInteractive = interactive,
            ShowsProgress = !Console.IsErrorRedirected && !dumb,
            ShowsColours = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                && (Environment.GetEnvironmentVariable("COLORTERM") is "truecolor" or "24bit" || Environment.GetEnvironmentVariable("WT_SESSION") is not null),
        };
    }
}
