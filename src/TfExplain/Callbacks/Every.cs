namespace TfExplain;

/// <summary>When a callback of explanations acts.</summary>
public readonly record struct Every
{
    private readonly int _count;
    private readonly bool _isSteps;

    private Every(int count, bool isSteps) => (_count, _isSteps) = (count >= 1 ? count : throw new ArgumentOutOfRangeException(nameof(count), $"Expected 1 or more; found {count}."), isSteps);

    /// <summary>After every epoch.</summary>
    public static Every Epoch { get; } = Epochs(1);

    /// <summary>After every <paramref name="count"/>th epoch, the first included.</summary>
    public static Every Epochs(int count) => new(count, false);

    /// <summary>After every <paramref name="count"/>th step.</summary>
    public static Every Steps(int count) => new(count, true);

    internal bool IsEpoch(int epoch) => !_isSteps && epoch % Math.Max(_count, 1) == 0;

    internal bool IsStep(long iterations) => _isSteps && iterations % _count == 0;
}
