namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Every keras.ops function that may stand in a functional model, by the class of its node; named <c>ops.Add</c> to tell it from the layer <c>Add</c>.</summary>
internal static class OpsLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new[] { ElementwiseOperators.All, BinaryOperators.All, ReductionOperators.All, ShapeOperators.All, MatrixOperators.All, NeuralOperators.All }
        .SelectMany(family => family).ToDictionary(entry => $"ops.{entry.Key}", entry => (LayerReader)(config => new Operator(entry.Value, config)));
}
