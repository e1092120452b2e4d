using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TfExplain.Benchmarks;

/// <summary>Trainings by us and by PyTorch in turn, from the same weights on the same samples.</summary>
internal static class TrainingPeers
{
    /// <summary>The steps after which both sides' losses are compared, before any time is taken.</summary>
    public const int CheckedSteps = 10;

    private const int Rounds = 5;

    private const int Steps = TrainingNetwork.Samples / TrainingNetwork.Batch;

    public static bool Run(int rounds, StringBuilder report)
    {
        report.Append(CultureInfo.InvariantCulture, $"""

            ## Training

            Adam, batches of {TrainingNetwork.Batch}, {TrainingNetwork.Samples} random samples [28, 28, 1] an epoch in memory, reshuffled each epoch; time per step with loading, loss and optimiser: an epoch's by its {Steps} steps,
            medians of {Count(rounds)} epochs in turn after one that is not counted. Beside PyTorch's two memory layouts each; it takes its batches by one indexing of the whole array, not by its slower loader of
            single samples. The difference is the relative one of the mean loss of the first {CheckedSteps} steps from the same weights in the same order. "3 convolutions": 32, 64, 128 filters 3x3, each with batch normalisation and
            ReLU, maxima over 2x2 behind the first two, the mean over all positions, a dense layer to 10 classes. "Dense layer": 32 and 64 filters 3x3 with ReLU, each with maxima over 2x2, dense layers of 128 and 10;
            its product with a matrix of 3136 x 128 is by PyTorch's BLAS, which in Debian's build is the unoptimised reference: that row says little of PyTorch elsewhere.

            | network | ours | PyTorch, contiguous | PyTorch, channels_last | contiguous / ours | channels_last / ours | least / least | our peak | PyTorch's peaks | difference |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        var agree = true;
        foreach (var network in TrainingNetwork.All) agree &= Compare(network, Count(rounds), report);
        return agree;
    }

    private static int Count(int rounds) => rounds > 0 ? rounds : Rounds;

    private static bool Compare(TrainingNetwork network, int rounds, StringBuilder report)
    {
        var folder = Directory.CreateTempSubdirectory("tfexplain-training-").FullName;
        try
        {
            network.Write(folder);
            var peer = Path.Combine(AppContext.BaseDirectory, "torch_training_peer.py");
            var threads = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
            using var ours = new PeerProcess("ours", Environment.ProcessPath!, "training-worker", network.Name, folder, threads);
            using var contiguous = new PeerProcess("contiguous", "/usr/bin/python3", peer, network.Name, folder, "contiguous", threads);
            using var last = new PeerProcess("channels_last", "/usr/bin/python3", peer, network.Name, folder, "channels_last", threads);
            PeerProcess[] sides = [ours, contiguous, last];
            foreach (var side in sides) side.Do("steps");
            var losses = sides.Select(s => Loss(folder, s.Name)).ToArray();
            var difference = losses[1..].Max(loss => Math.Abs(loss - losses[0]) / losses[0]);
            // Compilation, and on our side code that is not optimised yet, are not what is measured.
            foreach (var side in sides) side.Do("epoch");
            var times = sides.ToDictionary(s => s, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
                foreach (var side in sides) times[side].Add(side.Do("epoch") / Steps);
            double Median(PeerProcess side) => ProfileCommand.Median(times[side]);
            var line = string.Create(CultureInfo.InvariantCulture,
                $"| {network.Title} | {Median(ours):F1} ms | {Median(contiguous):F1} ms | {Median(last):F1} ms | {Median(contiguous) / Median(ours):F2} | {Median(last) / Median(ours):F2} | {Math.Min(times[contiguous].Min(), times[last].Min()) / times[ours].Min():F2} | {ours.PeakMemory:F0} MiB | {contiguous.PeakMemory:F0}, {last.PeakMemory:F0} MiB | {difference:E1} |");
            Console.WriteLine(line);
            foreach (var side in sides) Console.WriteLine($"  {side.Name}: {string.Join(" ", times[side].Select(t => t.ToString("F1", CultureInfo.InvariantCulture)))} ms; first loss {Loss(folder, side.Name):F6}");
            report.AppendLine(line);
            // Adam's first steps have the size of its rate whatever the gradient's, so that rounding moves weights whose gradient is next to nothing.
            return difference < 1e-3;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float Loss(string folder, string side) => MemoryMarshal.Read<float>(File.ReadAllBytes(Path.Combine(folder, $"steps.{side}.bin")));
}
