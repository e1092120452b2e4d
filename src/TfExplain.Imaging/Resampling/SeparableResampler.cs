namespace TfExplain.Imaging.Resampling;

/// <summary>The same method along both axes: a function of the input and output sizes.</summary>
internal sealed class SeparableResampler(string name, Func<int, int, AxisWeights> axis) : Resampler(name)
{
    private protected override (AxisWeights Rows, AxisWeights Columns) Axes(int height, int width, int newHeight, int newWidth) =>
        (axis(height, newHeight), axis(width, newWidth));
}
