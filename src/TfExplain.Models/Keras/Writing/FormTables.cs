namespace TfExplain.Models.Keras.Writing;

/// <summary>Where the configurations of Keras 2 and 3 differ, by class.</summary>
internal static class FormTables
{
    private static readonly Dictionary<string, string[]> s_keras2Only = new()
    {
        ["MultiHeadAttention"] = ["query_shape", "key_shape", "value_shape"],
        ["SeparableConv1D"] = ["groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"],
        ["SeparableConv2D"] = ["groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"],
        ["DepthwiseConv1D"] = ["groups"],
        ["DepthwiseConv2D"] = ["groups"],
        ["Conv1DTranspose"] = ["groups"],
        ["Conv2DTranspose"] = ["groups"],
        ["Conv3DTranspose"] = ["groups"],
        ["Embedding"] = ["input_length"],
        ["SpatialDropout1D"] = ["trainable", "noise_shape"],
        ["SpatialDropout2D"] = ["trainable", "noise_shape"],
        ["SpatialDropout3D"] = ["trainable", "noise_shape"],
        ["LSTM"] = ["time_major", "implementation"],
        ["GRU"] = ["time_major", "implementation"],
        ["SimpleRNN"] = ["time_major"],
        ["RNN"] = ["time_major"],
        ["ConvLSTM1D"] = ["time_major"],
        ["ConvLSTM2D"] = ["time_major"],
        ["ConvLSTM3D"] = ["time_major"],
    };

    private const string Null = "null", False = "false", Last = "\"channels_last\"";

    // What Keras 2 does not know may be left out where it says what Keras 2 does anyway.
    private static readonly Dictionary<string, (string Key, string Default)[]> s_keras3Only = new()
    {
        ["InputLayer"] = [("optional", False)],
        ["AdditiveAttention"] = [("seed", Null)],
        ["Attention"] = [("seed", Null)],
        ["AlphaDropout"] = [("noise_shape", Null)],
        ["BatchNormalization"] = [("synchronized", False), ("renorm", False), ("renorm_clipping", Null), ("renorm_momentum", "0.99")],
        ["LayerNormalization"] = [("rms_scaling", False)],
        ["CenterCrop"] = [("data_format", Last)],
        ["Resizing"] = [("data_format", Last), ("pad_to_aspect_ratio", False), ("fill_mode", "\"constant\""), ("fill_value", "0.0"), ("antialias", False)],
        ["RandomBrightness"] = [("data_format", Last)],
        ["RandomContrast"] = [("data_format", Last), ("value_range", "[0, 255]")],
        ["RandomFlip"] = [("data_format", Last)],
        ["RandomRotation"] = [("data_format", Last)],
        ["RandomTranslation"] = [("data_format", Last)],
        ["RandomZoom"] = [("data_format", Last)],
        ["ZeroPadding1D"] = [("data_format", Last)],
        ["SpatialDropout1D"] = [("data_format", Last)],
        ["SpatialDropout2D"] = [("data_format", Last)],
        ["SpatialDropout3D"] = [],
        ["Dense"] = [("quantization_config", Null)],
        ["EinsumDense"] = [("quantization_config", Null)],
        ["Embedding"] = [("quantization_config", Null)],
        ["MultiHeadAttention"] = [("use_gate", False), ("sliding_window", Null), ("seed", Null)],
        ["LSTM"] = [("zero_output_for_mask", False), ("seed", Null)],
        ["GRU"] = [("zero_output_for_mask", False), ("seed", Null)],
        ["SimpleRNN"] = [("zero_output_for_mask", False), ("seed", Null)],
        ["RNN"] = [("zero_output_for_mask", False)],
        ["LSTMCell"] = [("seed", Null)],
        ["GRUCell"] = [("seed", Null)],
        ["SimpleRNNCell"] = [("seed", Null)],
        ["ConvLSTM1D"] = [("zero_output_for_mask", False), ("seed", Null)],
        ["ConvLSTM2D"] = [("zero_output_for_mask", False), ("seed", Null)],
        ["ConvLSTM3D"] = [("zero_output_for_mask", False), ("seed", Null)],
    };

    // Classes that came with Keras 3.
    private static readonly HashSet<string> s_newClasses =
    [
        "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D", "AdaptiveAveragePooling3D", "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D",
        "RMSNormalization", "GroupQueryAttention", "Pipeline", "AugMix", "AutoContrast", "CutMix", "Equalization", "MixUp", "RandAugment", "RandomColorDegeneration",
        "RandomColorJitter", "RandomElasticTransform", "RandomErasing", "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert", "RandomPerspective",
        "RandomPosterization", "RandomSaturation", "RandomSharpness", "RandomShear", "Solarization", "MelSpectrogram", "STFTSpectrogram",
        "__numpy__", "__tensor__", "__lambda__", "__slice__", "__ellipsis__", "QuantizedDTypePolicy",
    ];

    // Classes that went with Keras 2. The first three are TensorFlow's functions, which only Keras 2 stores.
    private static readonly HashSet<string> s_oldClasses = ["TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "ThresholdedReLU"];

    /// <summary>What Keras 2 stores and Keras 3 does not accept.</summary>
    public static ReadOnlySpan<string> Keras2Only(string className) => s_keras2Only.GetValueOrDefault(className, []);

    /// <summary>What Keras 3 stores and Keras 2 does not accept, and the value that means the same as nothing.</summary>
    public static ReadOnlySpan<(string Key, string Default)> Keras3Only(string className) => s_keras3Only.GetValueOrDefault(className, []);

    public static bool IsNew(string className) => s_newClasses.Contains(className);

    public static bool IsOld(string className) => s_oldClasses.Contains(className);

    /// <summary>Whether several tensors are the sequence and the initial states of a recurrent layer, not a list.</summary>
    public static bool IsRecurrent(string className) => className is "LSTM" or "GRU" or "SimpleRNN" or "RNN" or "Bidirectional" or "ConvLSTM1D" or "ConvLSTM2D" or "ConvLSTM3D";
}
