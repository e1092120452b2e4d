namespace TfExplain.Engine.Operations;

/// <summary>Adaptive average pooling: output i is the mean over floor(i input / size) up to, not including, ceil((i + 1) input / size).</summary>
/// <param name="Size">The output's extent.</param>
public sealed record AdaptiveAverage(int Size) : ResampleRule
{
    private AdaptiveWindows Windows => new(Size);

    /// <inheritdoc/>
    public override int Extent(int input) => Windows.Extent(input);

    /// <inheritdoc/>
    public override Taps Taps(int input) => new(Enumerable.Range(0, Size).Select(output =>
    {
        var (start, end) = Windows.Window(output, input);
        return Enumerable.Range(start, end - start).Select(source => (source, 1.0 / (end - start)));
    }));
}
