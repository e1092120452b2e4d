using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>A small model around every layer that has a factory, by the layer's class.</summary>
internal static class LayerExamples
{
    /// <summary>Classes that only <see cref="Layers.Of"/> makes, as its documentation says.</summary>
    public static readonly string[] OfOnly =
    [
        "Convolution1D", "Convolution2D", "BatchNormalizationV1", "SyncBatchNormalization", "GroupedQueryAttention", "CustomScaleLayer", "LayerScale", "StochasticDepth", "FixedDropout",
        "RandomHeight", "RandomWidth", "RandomColorDegeneration", "RandomColorJitter", "RandomElasticTransform", "RandomGaussianBlur", "RandomHue", "RandomPerspective", "RandomPosterization",
        "RandomSaturation", "RandomSharpness", "RandAugment", "AugMix", "CutMix", "MixUp",
    ];

    private static readonly int[] s_vector = [6], s_steps = [5, 4], s_image = [6, 7, 3], s_volume = [4, 5, 6, 2];

    public static IReadOnlyDictionary<string, Func<Model>> All { get; } = new Dictionary<string, Func<Model>>
    {
        ["Dense"] = On(s_vector, Layers.Dense(4, "relu", kernelInitializer: "he_normal", kernelRegularizer: "l2")),
        ["EinsumDense"] = On(s_steps, Layers.EinsumDense("abc,cd->abd", [-1, 3], biasAxes: "d")),
        ["Activation"] = On(s_vector, Layers.Activation("tanh")),
        ["Embedding"] = On(s_vector, Layers.Embedding(5, 3, maskZero: true)),
        ["Masking"] = On(s_steps, Layers.Masking()),
        ["Identity"] = On(s_vector, Layers.Identity()),
        ["Conv1D"] = On(s_steps, Layers.Conv1D(3, 3, padding: "causal")),
        ["Conv2D"] = On(s_image, Layers.Conv2D(6, (3, 2), 2, "same", groups: 3, activation: "gelu")),
        ["Conv3D"] = On(s_volume, Layers.Conv3D(3, (2, 3, 2))),
        ["Conv1DTranspose"] = On(s_steps, Layers.Conv1DTranspose(3, 3, 2)),
        ["Conv2DTranspose"] = On(s_image, Layers.Conv2DTranspose(3, (3, 3), (2, 2), "same", outputPadding: 1)),
        ["Conv3DTranspose"] = On(s_volume, Layers.Conv3DTranspose(2, 2)),
        ["DepthwiseConv1D"] = On(s_steps, Layers.DepthwiseConv1D(3, depthMultiplier: 2)),
        ["DepthwiseConv2D"] = On(s_image, Layers.DepthwiseConv2D(3, dilationRate: 2)),
        ["SeparableConv1D"] = On(s_steps, Layers.SeparableConv1D(3, 3)),
        ["SeparableConv2D"] = On(s_image, Layers.SeparableConv2D(4, 3, depthMultiplier: 2)),
        ["MaxPooling1D"] = On(s_steps, Layers.MaxPooling1D()),
        ["MaxPooling2D"] = On(s_image, Layers.MaxPooling2D((3, 2), 1, "same")),
        ["MaxPooling3D"] = On(s_volume, Layers.MaxPooling3D()),
        ["AveragePooling1D"] = On(s_steps, Layers.AveragePooling1D()),
        ["AveragePooling2D"] = On(s_image, Layers.AveragePooling2D(2)),
        ["AveragePooling3D"] = On(s_volume, Layers.AveragePooling3D()),
        ["GlobalMaxPooling1D"] = On(s_steps, Layers.GlobalMaxPooling1D()),
        ["GlobalMaxPooling2D"] = On(s_image, Layers.GlobalMaxPooling2D(keepdims: true)),
        ["GlobalMaxPooling3D"] = On(s_volume, Layers.GlobalMaxPooling3D()),
        ["GlobalAveragePooling1D"] = On(s_steps, Layers.GlobalAveragePooling1D()),
        ["GlobalAveragePooling2D"] = On(s_image, Layers.GlobalAveragePooling2D()),
        ["GlobalAveragePooling3D"] = On(s_volume, Layers.GlobalAveragePooling3D()),
        ["AdaptiveMaxPooling1D"] = On(s_steps, Layers.AdaptiveMaxPooling1D(2)),
        ["AdaptiveMaxPooling2D"] = On(s_image, Layers.AdaptiveMaxPooling2D((2, 3))),
        ["AdaptiveMaxPooling3D"] = On(s_volume, Layers.AdaptiveMaxPooling3D(2)),
        ["AdaptiveAveragePooling1D"] = On(s_steps, Layers.AdaptiveAveragePooling1D(2)),
        ["AdaptiveAveragePooling2D"] = On(s_image, Layers.AdaptiveAveragePooling2D((2, 3))),
        ["AdaptiveAveragePooling3D"] = On(s_volume, Layers.AdaptiveAveragePooling3D((2, 2, 1))),
        ["BatchNormalization"] = On(s_image, Layers.BatchNormalization()),
        ["LayerNormalization"] = On(s_image, Layers.LayerNormalization()),
        ["RMSNormalization"] = On(s_image, Layers.RMSNormalization()),
        ["GroupNormalization"] = On(s_image, Layers.GroupNormalization(3)),
        ["UnitNormalization"] = On(s_image, Layers.UnitNormalization()),
        ["Normalization"] = On(s_image, Layers.Normalization([0.1, 0.2, 0.3], [1, 2, 3])),
        ["ReLU"] = On(s_vector, Layers.ReLU(6, 0.1)),
        ["LeakyReLU"] = On(s_vector, Layers.LeakyReLU()),
        ["ELU"] = On(s_vector, Layers.ELU()),
        ["ThresholdedReLU"] = On(s_vector, Layers.ThresholdedReLU(0.5)),
        ["PReLU"] = On(s_image, Layers.PReLU(sharedAxes: [1, 2])),
        ["Softmax"] = On(s_vector, Layers.Softmax()),
        ["Add"] = Merge(Layers.Add()),
        ["Subtract"] = Merge(Layers.Subtract()),
        ["Multiply"] = Merge(Layers.Multiply()),
        ["Average"] = Merge(Layers.Average()),
        ["Maximum"] = Merge(Layers.Maximum()),
        ["Minimum"] = Merge(Layers.Minimum()),
        ["Concatenate"] = Merge(Layers.Concatenate()),
        ["Dot"] = Merge(Layers.Dot((2, 2), normalize: true)),
        ["Flatten"] = On(s_image, Layers.Flatten()),
        ["Reshape"] = On(s_vector, Layers.Reshape([-1, 2])),
        ["Permute"] = On(s_image, Layers.Permute([3, 1, 2])),
        ["RepeatVector"] = On(s_vector, Layers.RepeatVector(3)),
        ["ZeroPadding1D"] = On(s_steps, Layers.ZeroPadding1D((1, 2))),
        ["ZeroPadding2D"] = On(s_image, Layers.ZeroPadding2D(((1, 2), (0, 3)))),
        ["ZeroPadding3D"] = On(s_volume, Layers.ZeroPadding3D((1, 0, 2))),
        ["Cropping1D"] = On(s_steps, Layers.Cropping1D()),
        ["Cropping2D"] = On(s_image, Layers.Cropping2D(((1, 2), (0, 3)))),
        ["Cropping3D"] = On(s_volume, Layers.Cropping3D()),
        ["UpSampling1D"] = On(s_steps, Layers.UpSampling1D(3)),
        ["UpSampling2D"] = On(s_image, Layers.UpSampling2D((2, 3), interpolation: "bilinear")),
        ["UpSampling3D"] = On(s_volume, Layers.UpSampling3D()),
        ["Dropout"] = On(s_image, Layers.Dropout(0.5, [-1, 1, 1, -1])),
        ["SpatialDropout1D"] = On(s_steps, Layers.SpatialDropout1D(0.5)),
        ["SpatialDropout2D"] = On(s_image, Layers.SpatialDropout2D(0.5)),
        ["SpatialDropout3D"] = On(s_volume, Layers.SpatialDropout3D(0.5)),
        ["GaussianDropout"] = On(s_vector, Layers.GaussianDropout(0.5)),
        ["GaussianNoise"] = On(s_vector, Layers.GaussianNoise(0.5)),
        ["AlphaDropout"] = On(s_vector, Layers.AlphaDropout(0.5)),
        ["ActivityRegularization"] = On(s_vector, Layers.ActivityRegularization(0.1, 0.2)),
        ["SimpleRNN"] = On(s_steps, Layers.SimpleRNN(3, returnSequences: true)),
        ["LSTM"] = On(s_steps, Layers.LSTM(3)),
        ["GRU"] = On(s_steps, Layers.GRU(3, goBackwards: true)),
        ["ConvLSTM1D"] = On([3, 6, 2], Layers.ConvLSTM1D(2, 3, padding: "same")),
        ["ConvLSTM2D"] = On([3, 6, 5, 2], Layers.ConvLSTM2D(2, 3, returnSequences: true)),
        ["ConvLSTM3D"] = On([2, 4, 4, 4, 1], Layers.ConvLSTM3D(2, 2)),
        ["RNN"] = On(s_steps, Layers.RNN(Layers.GRUCell(3))),
        ["SimpleRNNCell"] = On(s_steps, Layers.RNN(Layers.SimpleRNNCell(3))),
        ["LSTMCell"] = On(s_steps, Layers.RNN(Layers.LSTMCell(3), returnSequences: true)),
        ["GRUCell"] = On(s_steps, Layers.RNN(Layers.GRUCell(3, resetAfter: false))),
        ["StackedRNNCells"] = On(s_steps, Layers.RNN(Layers.StackedRNNCells([Layers.LSTMCell(3), Layers.LSTMCell(2), Layers.SimpleRNNCell(2)]))),
        ["Bidirectional"] = On(s_steps, Layers.Bidirectional(Layers.LSTM(3, returnSequences: true), "sum", Layers.GRU(3, returnSequences: true, goBackwards: true))),
        ["Attention"] = Merge(Layers.Attention(useScale: true)),
        ["AdditiveAttention"] = Merge(Layers.AdditiveAttention()),
        ["MultiHeadAttention"] = Merge(Layers.MultiHeadAttention(2, 3, 4, dropout: 0.1)),
        ["GroupQueryAttention"] = Merge(Layers.GroupQueryAttention(3, 4, 2)),
        ["Rescaling"] = On(s_image, Layers.Rescaling(2, -1)),
        ["Resizing"] = On(s_image, Layers.Resizing(4, 9)),
        ["CenterCrop"] = On(s_image, Layers.CenterCrop(3, 4)),
        ["RandomCrop"] = On(s_image, Layers.RandomCrop(3, 4)),
        ["RandomFlip"] = On(s_image, Layers.RandomFlip("horizontal")),
        ["RandomRotation"] = On(s_image, Layers.RandomRotation(0.1, "constant", fillValue: 0.5)),
        ["RandomTranslation"] = On(s_image, Layers.RandomTranslation(0.2, (-0.1, 0.3))),
        ["RandomZoom"] = On(s_image, Layers.RandomZoom((-0.2, 0.1), interpolation: "nearest")),
        ["RandomShear"] = On(s_image, Layers.RandomShear(0.1, 0.2, "wrap")),
        ["RandomContrast"] = On(s_image, Layers.RandomContrast(0.2, (-1, 1))),
        ["RandomBrightness"] = On(s_image, Layers.RandomBrightness(0.2, (-1, 1))),
        ["RandomInvert"] = On(s_image, Layers.RandomInvert(1, (-1, 1))),
        ["RandomGrayscale"] = On(s_image, Layers.RandomGrayscale()),
        ["RandomErasing"] = On(s_image, Layers.RandomErasing(fillValue: 0)),
        ["TimeDistributed"] = On([3, 6, 7, 3], Layers.TimeDistributed(Layers.Conv2D(2, 3))),
        ["SpectralNormalization"] = On(s_image, Layers.SpectralNormalization(Layers.Conv2D(2, 3), 2)),
    };

    private static Func<Model> On(int[] shape, LayerSpec layer) => () =>
    {
        var x = Layers.Input(shape);
        return Model.Functional([x], [layer.On(x)], seed: 3);
    };

    private static Func<Model> Merge(LayerSpec layer) => () =>
    {
        LayerSpec a = Layers.Input(s_steps), b = Layers.Input(s_steps);
        return Model.Functional([a, b], [layer.On(a, b)], seed: 3);
    };
}
