using System.Diagnostics;
using System.Globalization;

namespace TfExplain.Benchmarks;

/// <summary>One side of a comparison: a process that does a named task at a time and tells its milliseconds.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    public PeerProcess(string name, string file, params string[] arguments)
    {
        Name = name;
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        if (Answer() != "ready") throw new InvalidOperationException($"{name} did not start.");
    }

    public string Name { get; }

    /// <summary>The most memory that the process has held, in MiB.</summary>
    public double PeakMemory => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Does a task and returns its milliseconds.</summary>
    public double Do(string task)
    {
        _process.StandardInput.WriteLine(task);
        _process.StandardInput.Flush();
        return double.Parse(Answer(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Answer() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended early.");
}
