using System.CommandLine;
using System.Runtime.InteropServices;

namespace TfExplain.Cli;

/// <summary>The <c>tf-explain</c> tool. Exit codes: 0 done, 1 failed, 2 the command line is wrong.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(args, Terminal.OfProcess(), stop.Token);
    }

    /// <summary>Runs a command line; everything it prints goes to the writers.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => RunAsync(args, new Terminal { Out = output, Error = error }, CancellationToken.None);

    private static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            var parse = CommandTree.Build(terminal).Parse(args, new() { ResponseFileTokenReplacer = null });
            if (UsageError.Of(parse) is { } wrong) throw wrong;
            return await parse.InvokeAsync(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        }
        catch (Exception e)
        {
            return Failure.Report(e, terminal, args.Contains("--verbose"));
        }
    }
}
