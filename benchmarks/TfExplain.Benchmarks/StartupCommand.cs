using System.Diagnostics;
using TfExplain.Engine;
using TfExplain.Engine.Execution;

namespace TfExplain.Benchmarks;

/// <summary>Where the time of a short-lived process goes: to be run in a fresh process each time.</summary>
internal static class StartupCommand
{
    public static int Run(string name)
    {
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        Say("runtime and program", (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds, processor);
        watch.Restart();
        using var model = File.Exists(name) ? Model.Load(name) : new Network(name).Create();
        Lap("load");
        Node input = model.Inputs[0], logits = ProfileCommand.Logits(model);
        Shape shape = [1, .. input.Shape[1..]];
        foreach (var backward in (bool[])[false, true])
        {
            var kind = backward ? "forward and gradient" : "forward";
            var plan = model.Session.Compile(backward ? new([(input, shape)], [logits], [logits], [input]) : new([(input, shape)], [logits]));
            Lap($"compile {kind}");
            using var execution = plan.Start();
            ProfileCommand.Fill(execution, backward);
            Lap("start");
            for (var run = 1; run <= 5; run++)
            {
                if (run > 1) ProfileCommand.Fill(execution, backward);
                execution.Run();
                Lap($"run {run} {kind}");
            }
        }
        Say("whole process", (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds, Environment.CpuUsage.TotalTime);
        return 0;

        void Lap(string what)
        {
            var now = Environment.CpuUsage.TotalTime;
            Say(what, watch.Elapsed.TotalMilliseconds, now - processor);
            processor = now;
            watch.Restart();
        }

        static void Say(string what, double milliseconds, TimeSpan processor) => Console.WriteLine($"{milliseconds,9:F1} ms {processor.TotalMilliseconds,9:F1} ms processor  {what}");
    }
}
