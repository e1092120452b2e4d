namespace TfExplain.Models.Keras.Layers;

/// <summary>TensorFlow's functions that may stand in a Keras 2 graph.</summary>
internal static class OperatorLayers
{
    public static IReadOnlyDictionary<string, Func<OperatorCall, IReadOnlyList<KerasTensor>>> Functions { get; } =
        ElementwiseOperators.All.Concat(ReductionOperators.All).Concat(StructureOperators.All).Concat(NetworkOperators.All)
            .Select(f => KeyValuePair.Create<string, Func<OperatorCall, IReadOnlyList<KerasTensor>>>(f.Key, call => [f.Value(call)]))
            .Concat(PartOperators.All)
            .ToDictionary();

    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["TFOpLambda"] = Operator.Read,
        ["SlicingOpLambda"] = Operator.Read,
        ["TensorFlowOpLayer"] = c => throw new UnsupportedLayerException(c.Name, c.ClassName, "files of TensorFlow 2.3 and older store graph nodes; save the model again with a newer Keras"),
    };
}
