namespace TfExplain.Training;

/// <summary>A function of one sample's input: fills all of <paramref name="output"/>; called from several threads at once.</summary>
public delegate void SampleTransform(ReadOnlySpan<float> input, Span<float> output);
