using System.Diagnostics;

namespace TfExplain.Cli;

/// <summary>A bar on the error stream for work of more than a second; several steps share it.</summary>
internal sealed class ProgressBar(Terminal terminal, int steps) : IProgress<double>, IDisposable
{
    private const int Cells = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _drawn;
    private int _step = -1;
    private int _width;
    private string _what = "";

    /// <summary>The next step begins.</summary>
    public void Next(string what)
    {
        _step++;
        _what = what;
        Report(0);
    }

    /// <summary>The share of the step that is done.</summary>
    public void Report(double value)
    {
        if (!terminal.ShowsProgress || Stopwatch.GetElapsedTime(_start) < Patience || (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < Pause)) return;
        _drawn = Stopwatch.GetTimestamp();
        var done = Math.Clamp((_step + value) / steps, 0, 1);
        var full = (int)(done * Cells);
        Draw($"{new string('█', full)}{new string('░', Cells - full)} {done * 100,3:0} % {_what}");
    }

    /// <summary>Clears the bar away.</summary>
    public void Dispose()
    {
        if (_width == 0) return;
        Draw("");
        terminal.Error.Write('\r');
        _width = 0;
    }

    private void Draw(string text)
    {
        terminal.Error.Write('\r' + text.PadRight(_width));
        _width = text.Length;
    }
}
