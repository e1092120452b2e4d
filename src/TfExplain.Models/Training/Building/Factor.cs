using System.Text.Json.Nodes;

namespace TfExplain.Training;

/// <summary>How much an augmentation layer changes an image: one number f, for what lies between -f and f (or as the layer says), or both bounds, <c>(-0.1, 0.3)</c>.</summary>
/// <param name="Low">The lower bound, or null for one number.</param>
/// <param name="High">The upper bound, or the one number.</param>
public readonly record struct Factor(double? Low, double High)
{
    /// <summary>One number.</summary>
    public static implicit operator Factor(double both) => new(null, both);

    /// <summary>Both bounds.</summary>
    public static implicit operator Factor((double Low, double High) bounds) => new(bounds.Low, bounds.High);

    internal JsonNode Stored => Low is { } low ? new JsonArray(low, High) : High;
}
