using System.Diagnostics;
using System.Globalization;

namespace TfExplain.Training;

/// <summary>Keras's line per epoch: step, bar, time per step, loss and metrics.</summary>
internal sealed class ProgressLine(TextWriter writer, bool moves) : IFitReporter
{
    private const int Cells = 30;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _epoch = new();
    private TimeSpan _printed;
    private int _steps, _step, _width;
    private bool _isOpen;

    public static IFitReporter Of(Verbosity verbosity, TextWriter? writer)
    {
        var isTerminal = writer is null && !Console.IsOutputRedirected;
        return new ProgressLine(verbosity == Verbosity.Silent ? TextWriter.Null : writer ?? Console.Out, verbosity == Verbosity.Bar || (verbosity == Verbosity.Auto && isTerminal));
    }

    public void EpochBegan(int epoch, int epochs, int steps)
    {
        (_steps, _step, _printed, _width) = (steps, 0, TimeSpan.Zero, 0);
        writer.WriteLine($"Epoch {epoch + 1}/{epochs}");
        _epoch.Restart();
        _isOpen = moves;
    }

    public void StepEnded(int step, Logs logs)
    {
        _step = step;
        if (!moves || _epoch.Elapsed - _printed < s_interval) return;
        _printed = _epoch.Elapsed;
        var left = TimeSpan.FromSeconds(_epoch.Elapsed.TotalSeconds / step * (_steps - step));
        Print($"{Bar()} - ETA: {Text(left)} - {logs}");
    }

    public void EpochEnded(Logs logs)
    {
        var line = $"{Bar()} - {Text(_epoch.Elapsed)} {PerStep()} - {logs}";
        if (moves) Print(line);
        else writer.Write(line);
        writer.WriteLine();
        _isOpen = false;
    }

    public void Ended()
    {
        if (_isOpen) writer.WriteLine();
        _isOpen = false;
    }

    /// <summary>Writes over the line before, blanks over what is left of it.</summary>
    private void Print(string line)
    {
        writer.Write('\r' + line.PadRight(_width));
        writer.Flush();
        _width = line.Length;
    }

    private string Bar()
    {
        var full = _steps == 0 ? Cells : (int)((long)Cells * _step / _steps);
        var bar = full == Cells ? new string('=', Cells) : new string('=', full) + '>' + new string('.', Cells - full - 1);
        return $"{_step.ToString(CultureInfo.InvariantCulture).PadLeft(_steps.ToString(CultureInfo.InvariantCulture).Length)}/{_steps} [{bar}]";
    }

    private string PerStep()
    {
        var step = _epoch.Elapsed.TotalSeconds / Math.Max(_step, 1);
        return step >= 1 ? $"{step.ToString("0", CultureInfo.InvariantCulture)}s/step" : step >= 1e-3 ? $"{(step * 1e3).ToString("0", CultureInfo.InvariantCulture)}ms/step" : $"{(step * 1e6).ToString("0", CultureInfo.InvariantCulture)}us/step";
    }

    private static string Text(TimeSpan time) => time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.TotalMinutes >= 1 ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture) : $"{time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)}s";
}
