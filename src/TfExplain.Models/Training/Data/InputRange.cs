namespace TfExplain.Training;

/// <summary>What pixels became in a dataset's inputs: the number of a black one (0) and of a white one (255), linear between.</summary>
/// <param name="Black">The number of pixel value 0.</param>
/// <param name="White">The number of pixel value 255.</param>
public readonly record struct InputRange(float Black, float White)
{
    /// <summary>The range after x -> factor x + offset.</summary>
    public InputRange Scale(float factor, float offset) => new(Black * factor + offset, White * factor + offset);
}
