namespace TfExplain.Models.Keras.Layers;

/// <summary>TFOpLambda, SlicingOpLambda: a TensorFlow function that Keras 2 recorded as a layer, by its name below <c>tf.</c>.</summary>
internal sealed record Operator(string Function, Func<OperatorCall, IReadOnlyList<KerasTensor>> Compose) : Layer
{
    public static Operator Read(LayerConfig config)
    {
        var function = config.String("function");
        return OperatorLayers.Functions.TryGetValue(function, out var compose)
            ? new(function, compose)
            : throw new UnsupportedLayerException(config.Name, config.ClassName, $"the function tf.{function} is not supported; replace it by a layer");
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => Compose(new(call, Function));
}
