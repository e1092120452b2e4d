namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's image preprocessing layers; random augmentation is the identity in inference.</summary>
internal static class PreprocessingLayers
{
    private static readonly string[] s_augmentations =
    [
        "RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness", "RandomHeight", "RandomWidth",
        "RandomColorDegeneration", "RandomColorJitter", "RandomErasing", "RandomElasticTransform", "RandomGaussianBlur", "RandomGrayscale", "RandomHue",
        "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomSaturation", "RandomSharpness", "RandomShear", "RandAugment", "AugMix", "CutMix",
        "MixUp",
    ];

    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>(s_augmentations.Select(name => KeyValuePair.Create<string, LayerReader>(name, PassThrough.Read)))
    {
        ["Rescaling"] = Rescaling.Read,
        ["Resizing"] = Resizing.Read,
        ["CenterCrop"] = c => CenterCrop.Read(c, alwaysResize: false),
        // Keras 2 resizes in inference; Keras 3 leaves the image alone.
        ["RandomCrop"] = c => c.Options.IsKeras2 ? CenterCrop.Read(c, alwaysResize: true) : PassThrough.Read(c),
    };
}
