namespace TfExplain;

/// <summary>What an occluded patch is filled with.</summary>
public enum OcclusionFill
{
    /// <summary>The image's mean colour.</summary>
    Mean,

    /// <summary>A fixed number in the network's units: <see cref="Occlusion.Value"/>.</summary>
    Value,

    /// <summary>The image behind a Gaussian blur of a quarter of the patch.</summary>
    Blur,

    /// <summary>Normal noise with the image's mean and deviation per channel.</summary>
    Noise,
}
