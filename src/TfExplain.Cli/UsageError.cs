using System.CommandLine;

namespace TfExplain.Cli;

/// <summary>The command line is wrong; the message says what and what may have been meant.</summary>
internal sealed class UsageError(string message) : Exception(message)
{
    /// <summary>The first mistake that the parser found, or null.</summary>
    public static UsageError? Of(ParseResult parse)
    {
        if (parse.Errors.Count == 0 || parse.Action is { ClearsParseErrors: true }) return null;
        var command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens is [var token, ..])
        {
            var names = token.StartsWith('-') ? OptionNames(command) : command.Subcommands.Select(c => c.Name);
            return new($"There is no {(token.StartsWith('-') ? "option" : "command")} '{token}'.{Suggestion.For(token, names)}");
        }
        return new(parse.Errors[0].Message);
    }

    public static IEnumerable<string> OptionNames(Command command) => command.Options.Select(o => o.Name);
}
