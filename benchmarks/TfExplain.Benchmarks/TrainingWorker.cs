using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TfExplain.Engine.Execution;
using TfExplain.Training;

namespace TfExplain.Benchmarks;

/// <summary>Our side of a comparison of trainings: reads a task's name per line, does the task and answers with its milliseconds.</summary>
internal static class TrainingWorker
{
    public static int Serve(string network, string folder, string threads)
    {
        using var pool = new WorkerPool(int.Parse(threads, CultureInfo.InvariantCulture));
        using var model = TrainingNetwork.Of(network).Create();
        var (x, y) = TrainingNetwork.Data();
        var data = Dataset.FromArrays(x, TrainingNetwork.Image, y, []);
        model.Compile("adam", "sparse_categorical_crossentropy");
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } task)
        {
            var part = task == "steps" ? data.Take(TrainingPeers.CheckedSteps * TrainingNetwork.Batch) : data;
            var start = Stopwatch.GetTimestamp();
            var history = model.Fit(part, batchSize: TrainingNetwork.Batch, shuffle: task == "epoch", verbose: Verbosity.Silent, pool: pool);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            File.WriteAllBytes(Path.Combine(folder, $"{task}.ours.bin"), MemoryMarshal.AsBytes<float>([(float)history["loss"][0]]).ToArray());
            Console.WriteLine(elapsed.ToString("R", CultureInfo.InvariantCulture));
        }
        return 0;
    }
}
