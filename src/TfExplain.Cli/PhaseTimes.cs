using System.Diagnostics;

namespace TfExplain.Cli;

/// <summary>What <c>--verbose</c> prints: milliseconds since the process started, by phase. Thread-safe.</summary>
internal sealed class PhaseTimes
{
    private readonly DateTime _processStart = Process.GetCurrentProcess().StartTime;
    private readonly List<(string Phase, double From, double To)> _phases = [];

    /// <summary>Measures until disposed.</summary>
    public Running Start(string phase) => new(this, phase, Now);

    private double Now => (DateTime.Now - _processStart).TotalMilliseconds;

    public void Print(TextWriter writer)
    {
        writer.WriteLine($"{"phase",-32} {"from ms",9} {"to ms",9} {"took ms",9}");
        foreach (var (phase, from, to) in _phases.OrderBy(p => p.From)) writer.WriteLine($"{phase,-32} {from,9:0.0} {to,9:0.0} {to - from,9:0.0}");
        using var process = Process.GetCurrentProcess();
        writer.WriteLine($"{"in all",-32} {"",9} {"",9} {Now,9:0.0}   processor {process.TotalProcessorTime.TotalMilliseconds:0} ms, peak memory {process.PeakWorkingSet64 / 1048576.0:0} MiB");
    }

    internal readonly record struct Running(PhaseTimes Times, string Phase, double From) : IDisposable
    {
        public void Dispose()
        {
            lock (Times._phases) Times._phases.Add((Phase, From, Times.Now));
        }
    }
}
