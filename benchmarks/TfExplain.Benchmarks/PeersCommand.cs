using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TfExplain.Engine.Kernels;

namespace TfExplain.Benchmarks;

/// <summary>Ours and PyTorch in turn on the same weights and photographs: times, memory, and whether both get the same numbers.</summary>
internal static class PeersCommand
{
    private static readonly (string Task, string Title, int Rounds)[] Tasks =
    [
        ("forward1", "forward, 1 image", 9), ("gradient", "input gradient, 1 image", 9), ("gradcam", "Grad-CAM", 7),
        ("forward8", "forward, 8 images", 5), ("smoothgrad", "SmoothGrad, 8 samples", 3), ("occlusion", "occlusion, 49 patches", 3),
    ];

    private static readonly string[] Networks = ["VGG16", "ResNet50", "MobileNetV2"];

    private const string Training = "training";

    public static int Run(string[] options)
    {
        if (options.FirstOrDefault(o => !Networks.Contains(o) && o is not (Training or "--rounds" or "--write") && !int.TryParse(o, out _)) is { } unknown)
        {
            Console.Error.WriteLine($"peers does not know '{unknown}'; networks are {string.Join(", ", Networks)}, besides them {Training}; options --rounds N and --write.");
            return 2;
        }
        var write = options.Contains("--write");
        var rounds = options.SkipWhile(o => o != "--rounds").Skip(1).Select(int.Parse).FirstOrDefault(0);
        string[] networks = [.. options.Intersect(Networks)];
        var trains = options.Contains(Training);
        if (networks.Length == 0 && !trains) (networks, trains) = (Networks, true);
        var report = new StringBuilder($"""
            # Comparison with PyTorch, {DateTime.Now:yyyy-MM-dd}

            {Processor()}, {Environment.ProcessorCount} threads, our vectors: {SimdPaths.Current}; .NET {Environment.Version}; PyTorch {Python("import re, torch; print(torch.__version__, 'with', re.search('BLAS_INFO=[^,]*', torch.__config__.show())[0])")}.
            Load before: {Load()} programs in the latest minute. Where other programs ran beside, PyTorch's waiting threads lose more than ours: then the two ratios of a line (medians, least times) are far apart, and neither counts.

            """);
        var agree = true;
        if (networks.Length > 0)
            report.Append("""

            ## Explaining

            The same procedural weights and photographs, 224x224, float32. Medians of alternating rounds, and the ratio of the least times; of PyTorch's two memory layouts the faster counts.
            Memory is the process's peak (VmHWM) after the task, the tasks in the order of the table. The difference is the largest relative to the largest value
            (forward) or the relative Euclidean distance (maps). SmoothGrad draws its own noise on either side.
            PyTorch convolves with oneDNN; its dense layers depend on its BLAS (generic is the unoptimised reference).

            | network | task | ours | PyTorch | PyTorch / ours | least / least | our peak | PyTorch's peak | difference |
            |---|---|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var name in networks) agree &= Compare(new(name), rounds, report);
        if (trains) agree &= TrainingPeers.Run(rounds, report);
        Console.WriteLine();
        Console.WriteLine(report);
        if (write)
        {
            var folder = Path.Combine(Network.Root, "benchmarks", Processor().Replace(' ', '-').Replace('/', '-'));
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{DateTime.Now:yyyy-MM-dd}.md"), report.ToString());
        }
        return agree ? 0 : 1;
    }

    private static bool Compare(Network network, int rounds, StringBuilder report)
    {
        var folder = Directory.CreateTempSubdirectory("tfexplain-peers-").FullName;
        try
        {
            network.WriteWeights(Path.Combine(folder, "weights.bin"));
            network.WriteStructure(folder);
            File.WriteAllBytes(Path.Combine(folder, "input.bin"), MemoryMarshal.AsBytes<float>(network.Photographs(8)).ToArray());
            File.WriteAllText(Path.Combine(folder, "target.txt"), "281");
            var peer = Path.Combine(AppContext.BaseDirectory, "torch_peer.py");
            var threads = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
            using var ours = new PeerProcess("ours", Environment.ProcessPath!, "worker", network.Name, folder, threads);
            using var contiguous = new PeerProcess("contiguous", "/usr/bin/python3", peer, folder, "contiguous", network.CamLayer, threads);
            using var last = new PeerProcess("channels_last", "/usr/bin/python3", peer, folder, "channels_last", network.CamLayer, threads);
            PeerProcess[] sides = [ours, contiguous, last];
            var agree = true;
            foreach (var (task, title, usual) in Tasks)
            {
                // Compilation, and on our side code that is not optimised yet, are not what is measured.
                for (var warm = 0; warm < (usual > 5 ? 10 : 1); warm++) ours.Do(task);
                contiguous.Do(task);
                last.Do(task);
                var times = sides.ToDictionary(s => s, _ => new List<double>());
                for (var round = 0; round < (rounds > 0 ? rounds : usual); round++)
                    foreach (var side in sides) times[side].Add(side.Do(task));
                var own = ProfileCommand.Median(times[ours]);
                var best = ProfileCommand.Median(times[last]) < ProfileCommand.Median(times[contiguous]) ? last : contiguous;
                var theirs = ProfileCommand.Median(times[best]);
                var difference = task == "smoothgrad" ? double.NaN : Difference(folder, task, best.Name);
                agree &= double.IsNaN(difference) || difference < (task.StartsWith("forward", StringComparison.Ordinal) ? 1e-4 : 5e-2);
                var line = string.Create(CultureInfo.InvariantCulture,
                    $"| {network.Name} | {title} | {own:F1} ms | {theirs:F1} ms ({best.Name}) | {theirs / own:F2} | {Math.Min(times[contiguous].Min(), times[last].Min()) / times[ours].Min():F2} | {ours.PeakMemory:F0} MiB | {best.PeakMemory:F0} MiB | {(double.IsNaN(difference) ? "" : difference.ToString("E1", CultureInfo.InvariantCulture))} |");
                Console.WriteLine(line);
                report.AppendLine(line);
            }
            return agree;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Difference(string folder, string task, string peer)
    {
        float[] Read(string side) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, $"{task}.{side}.bin"))).ToArray();
        float[] ours = Read("ours"), theirs = Read(peer);
        if (ours.Length != theirs.Length) throw new InvalidDataException($"{task}: {ours.Length} values against {theirs.Length}.");
        var pairs = ours.Zip(theirs);
        if (task.StartsWith("forward", StringComparison.Ordinal)) return pairs.Max(p => Math.Abs(p.First - p.Second)) / theirs.Max(Math.Abs);
        return Math.Sqrt(pairs.Sum(p => Math.Pow(p.First - (double)p.Second, 2)) / theirs.Sum(v => (double)v * v));
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Python(string code)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", code]) { RedirectStandardOutput = true })!;
        return python.StandardOutput.ReadToEnd().Trim();
    }
}
