using System.Diagnostics;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Training;

namespace TfExplain.Benchmarks;

/// <summary>The time of each step of a plan, medians over many runs, and sums per kind of operation.</summary>
internal static class ProfileCommand
{
    public static int Run(string name, string[] options)
    {
        var batch = options.SkipWhile(o => o != "--batch").Skip(1).Select(int.Parse).FirstOrDefault(1);
        using var model = File.Exists(name) ? Model.Load(name) : new Network(name).Create();
        Node input = model.Inputs[0], logits = Logits(model);
        Shape shape = [batch, .. input.Shape[1..]];
        var backward = options.Contains("--backward");
        var plan = model.Session.Compile(backward ? new([(input, shape)], [logits], [logits], [input]) : new([(input, shape)], [logits]));
        using var execution = plan.Start();
        var rounds = new List<(long[] Steps, double Total)>();
        for (var round = 0; round < 60 && rounds.Sum(r => r.Total) < 10_000; round++)
        {
            execution.StepTicks = new long[plan.Steps.Length];
            Fill(execution, backward);
            var start = Stopwatch.GetTimestamp();
            execution.Run();
            rounds.Add((execution.StepTicks, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }
        Report(plan, rounds, $"packed weights {model.Session.CachedBytes / 1048576.0:F1} MiB");
        return 0;
    }

    /// <summary>A training step of the network of `peers training`: its plan, and what the step takes besides.</summary>
    public static int RunTraining(string[] options)
    {
        var batch = options.SkipWhile(o => o != "--batch").Skip(1).Select(int.Parse).FirstOrDefault(TrainingNetwork.Batch);
        using var model = TrainingNetwork.Of("normalized").Create();
        using var trainer = new Trainer(model, new(Optimizer.Of("adam"), Loss.Of("sparse_categorical_crossentropy"), []), [], 0);
        var (x, y) = TrainingNetwork.Data();
        var pixels = batch * (int)TrainingNetwork.Image.Count;
        void Step() => trainer.Step(x.AsSpan(0, pixels), y.AsSpan(0, batch), [], batch);
        Step();
        var rounds = new List<(long[] Steps, double Total)>();
        for (var round = 0; round < 400 && rounds.Sum(r => r.Total) < 10_000; round++)
        {
            trainer.Execution.StepTicks = new long[trainer.Execution.Plan.Steps.Length];
            var start = Stopwatch.GetTimestamp();
            Step();
            rounds.Add((trainer.Execution.StepTicks, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }
        Report(trainer.Execution.Plan, rounds, $"besides the plan {Median(rounds.Skip(rounds.Count / 2).Select(r => r.Total - r.Steps.Sum() * 1e3 / Stopwatch.Frequency)):F2} ms (loading the batch, optimiser)");
        return 0;
    }

    private static void Report(Plan plan, List<(long[] Steps, double Total)> rounds, string rest)
    {
        // The first rounds run code that is not optimised yet.
        rounds.RemoveRange(0, rounds.Count / 2);
        var description = plan.Describe();
        var times = Enumerable.Range(0, plan.Steps.Length).Select(i => Median(rounds.Select(r => r.Steps[i] * 1e3 / Stopwatch.Frequency))).ToArray();
        for (var i = 0; i < times.Length; i++)
        {
            var step = description.Steps[i];
            Console.WriteLine($"{times[i],9:F3} ms {step.Flops / times[i] / 1e6,8:F1} GF/s  {step.Operation,-44} {step.Shape,-20} {step.Name}");
        }
        foreach (var kind in description.Steps.Zip(times).GroupBy(s => s.First.Operation).OrderByDescending(g => g.Sum(s => s.Second)))
            Console.WriteLine($"{kind.Sum(s => s.Second),9:F3} ms {kind.Sum(s => s.First.Flops) / kind.Sum(s => s.Second) / 1e6,8:F1} GF/s {kind.Count(),4} x {kind.Key}");
        Console.WriteLine($"{Median(rounds.Select(r => r.Total)):F2} ms (least {rounds.Min(r => r.Total):F2}), {description.Flops / 1e9:F2} GFLOP, run {plan.PeakBytes / 1048576.0:F1} MiB, {rest}");
    }

    public static Node Logits(Model model) => model.Outputs[0] is { Operation: Engine.Operations.Softmax } softmax ? softmax.Inputs[0] : model.Outputs[0];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static void Fill(PlanExecution execution, bool backward)
    {
        var input = execution.Input(0);
        for (var i = 0; i < input.Length; i++) input[i] = i * 37 % 255 / 127.5f - 1;
        if (!backward) return;
        execution.Cotangent(0).Clear();
        execution.Cotangent(0)[0] = 1;
    }
}
