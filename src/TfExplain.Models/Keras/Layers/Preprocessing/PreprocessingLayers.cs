namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's image preprocessing layers; random augmentation is the identity in inference.</summary>
internal static class PreprocessingLayers
{
    private static readonly string[] s_untrained =
    [
        "RandomHeight", "RandomWidth", "RandomColorDegeneration", "RandomColorJitter", "RandomElasticTransform", "RandomGaussianBlur", "RandomHue", "RandomPerspective",
        "RandomPosterization", "RandomSaturation", "RandomSharpness", "RandAugment", "AugMix", "CutMix", "MixUp",
    ];

    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>(s_untrained.Select(name => KeyValuePair.Create<string, LayerReader>(name, c => new UntrainedAugmentation(c))))
    {
        ["Rescaling"] = Rescaling.Read,
        ["Resizing"] = Resizing.Read,
        ["CenterCrop"] = c => CenterCrop.Read(c, alwaysResize: false),
        ["RandomCrop"] = RandomCrop.Read,
        ["RandomFlip"] = c => new RandomFlip(c),
        ["RandomRotation"] = c => new RandomRotation(c),
        ["RandomTranslation"] = c => new RandomTranslation(c),
        ["RandomZoom"] = c => new RandomZoom(c),
        ["RandomShear"] = c => new RandomShear(c),
        ["RandomContrast"] = c => new RandomContrast(c),
        ["RandomBrightness"] = c => new RandomBrightness(c),
        ["RandomInvert"] = c => new RandomInvert(c),
        ["RandomGrayscale"] = c => new RandomGrayscale(c),
        ["RandomErasing"] = c => new RandomErasing(c),
    };
}
