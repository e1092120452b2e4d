using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>A value between layers, with the mask that Keras carries along: 1 where a step counts, 0 where it is padding, [N, T].</summary>
public sealed record KerasTensor(Node Value, Node? Mask = null)
{
    /// <summary>The value's shape.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>A value without mask.</summary>
    public static implicit operator KerasTensor(Node value) => new(value);
}
