namespace TfExplain.Cli;

/// <summary>Turns an exception into one line on the error stream and an exit code.</summary>
internal static class Failure
{
    public const int Failed = 1, Usage = 2;

    public static int Report(Exception e, Terminal terminal, bool verbose)
    {
        if (e is OperationCanceledException) terminal.Error.WriteLine("tf-explain: stopped; what is written is whole.");
        else terminal.Error.WriteLine(verbose ? $"tf-explain: {e}" : $"tf-explain: {Line(e)}");
        return e is UsageError or ArgumentException ? Usage : Failed;
    }

    public static string Line(Exception e)
    {
        var message = e.Message;
        // The name of a method's own parameter says nothing on a command line.
        if (e is ArgumentException { ParamName: { } name }) message = message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        return message.ReplaceLineEndings(" ");
    }
}
