using System.Numerics.Tensors;
using TfExplain.Engine;

namespace TfExplain;

/// <summary>One map: signed numbers at their own resolution, for one image, one target and, where the method has layers, one layer.</summary>
/// <param name="Image">The image's place in the batch.</param>
/// <param name="Target">The class explained; null for methods that do not look at a class.</param>
/// <param name="Layer">The layer, or null.</param>
/// <param name="Shape">[h, w, c].</param>
/// <param name="Values">The numbers in row-major order.</param>
public sealed record Attribution(int Image, ResolvedTarget? Target, string? Layer, Shape Shape, ReadOnlyMemory<float> Values)
{
    /// <summary>The explained number for the image, e.g. the logit.</summary>
    public float? Score { get; init; }

    /// <summary>The method's own check of this map, or null if it has none.</summary>
    public Check? Check { get; init; }

    /// <summary>The numbers as a tensor [h, w, c].</summary>
    public Tensor<float> ToTensor() => Tensor.Create(Values.ToArray(), [.. Shape.Span.ToArray().Select(e => (nint)e)]);
}

/// <summary>A number that a method measures about its own result.</summary>
/// <param name="Name">What is measured, e.g. <c>completeness gap</c>.</param>
/// <param name="Value">The measure.</param>
/// <param name="Limit">What it should stay below.</param>
public sealed record Check(string Name, double Value, double Limit)
{
    /// <summary>Whether the measure is within its limit.</summary>
    public bool Passed => Value <= Limit;
}
