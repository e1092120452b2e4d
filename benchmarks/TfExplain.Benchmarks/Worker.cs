using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TfExplain.Engine;
using TfExplain.Engine.Execution;

namespace TfExplain.Benchmarks;

/// <summary>Our side of a comparison, in a process of its own: reads a task's name per line, does the task and answers with its milliseconds.</summary>
internal sealed class Worker : IDisposable
{
    private const int Patch = 32;
    private readonly string _folder;
    private readonly Network _network;
    private readonly Model _model;
    private readonly float[] _photographs;
    private readonly ImageBatch _image;
    private readonly Node _logits;
    private readonly int _target;

    private readonly WorkerPool _pool;

    private Worker(string network, string folder, int threads)
    {
        _pool = new(threads);
        _folder = folder;
        _network = new(network);
        _model = _network.Load(Path.Combine(folder, "weights.bin"));
        _photographs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "input.bin"))).ToArray();
        _image = new(new ModelImage("photograph", [224, 224, 3], _photographs.AsMemory(0, 224 * 224 * 3)));
        _logits = ProfileCommand.Logits(_model);
        _target = int.Parse(File.ReadAllText(Path.Combine(folder, "target.txt")), CultureInfo.InvariantCulture);
    }

    public static int Serve(string network, string folder, string threads)
    {
        using var worker = new Worker(network, folder, int.Parse(threads, CultureInfo.InvariantCulture));
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } task)
        {
            var start = Stopwatch.GetTimestamp();
            var result = worker.Do(task);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            File.WriteAllBytes(Path.Combine(folder, $"{task}.ours.bin"), MemoryMarshal.AsBytes<float>(result).ToArray());
            Console.WriteLine(elapsed.ToString("R", CultureInfo.InvariantCulture));
        }
        return 0;
    }

    public void Dispose()
    {
        _model.Dispose();
        _pool.Dispose();
    }

    private float[] Do(string task) => task switch
    {
        "forward1" => Forward(1),
        "forward8" => Forward(8),
        "gradient" => Gradient(),
        "gradcam" => Explain(new GradCam { Layers = [_network.CamLayer], Relu = false }),
        "smoothgrad" => Explain(new SmoothGrad { Samples = 8 }),
        "occlusion" => Explain(new Occlusion { PatchHeight = Patch, PatchWidth = Patch, StrideY = Patch, StrideX = Patch, Fill = OcclusionFill.Value }),
        _ => throw new ArgumentException($"There is no task '{task}'."),
    };

    private float[] Forward(int count)
    {
        var input = _model.Inputs[0];
        using var execution = _model.Session.Compile(new([(input, [count, 224, 224, 3])], [_logits])).Start();
        _photographs.AsSpan(0, execution.Input(0).Length).CopyTo(execution.Input(0));
        execution.Run(_pool);
        return execution.Output(0).ToArray();
    }

    private float[] Gradient()
    {
        var input = _model.Inputs[0];
        using var execution = _model.Session.Compile(new([(input, [1, 224, 224, 3])], [_logits], [_logits], [input])).Start();
        _photographs.AsSpan(0, execution.Input(0).Length).CopyTo(execution.Input(0));
        execution.Cotangent(0).Clear();
        execution.Cotangent(0)[_target] = 1;
        execution.Run(_pool);
        return execution.Gradient(0).ToArray();
    }

    private float[] Explain(Explainer explainer) => explainer.Explain(_model, _image, Target.Class(_target), new() { Pool = _pool }).Maps[0].Values.ToArray();
}
