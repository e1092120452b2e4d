using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>A slow source: sample i is [i, i, i] of class i; some samples cannot be read.</summary>
internal sealed class CountingDataset(int count, bool fast = false, params int[] damaged) : Dataset
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Called at each reading.</summary>
    public Action<int>? Reading { get; init; }

    public override int Count => count;

    public override Shape InputShape { get; } = [3];

    public override Shape TargetShape => [];

    public override bool IsFast => fast;

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        Interlocked.Increment(ref _reads);
        Reading?.Invoke(index);
        if (damaged.Contains(index)) throw new InvalidDataException("no picture");
        input.Fill(index);
        target[0] = index;
    }

    public override string Name(int index) => $"file{index}.png";
}
