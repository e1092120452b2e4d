namespace TfExplain.Training;

/// <content>Image preprocessing and augmentation.</content>
public static partial class Layers
{
    /// <summary>x scale + offset.</summary>
    public static LayerSpec Rescaling(double scale, double offset = 0, string? name = null) => new Arguments("Rescaling").Set("scale", scale).Set("offset", offset).Set("name", name);

    /// <summary>Images [N, H, W, C] at another size; with the aspect ratio kept by cropping or padding if wanted.</summary>
    public static LayerSpec Resizing(int height, int width, string interpolation = "bilinear", bool cropToAspectRatio = false, bool padToAspectRatio = false, double fillValue = 0, bool antialias = false,
        string? dataFormat = null, string? name = null) =>
        new Arguments("Resizing").Set("height", height).Set("width", width).Set("interpolation", interpolation).Set("crop_to_aspect_ratio", cropToAspectRatio).Set("pad_to_aspect_ratio", padToAspectRatio)
        .Set("fill_value", fillValue).Set("antialias", antialias).Set("data_format", dataFormat).Set("name", name);

    /// <summary>The middle of images [N, H, W, C].</summary>
    public static LayerSpec CenterCrop(int height, int width, string? dataFormat = null, string? name = null) =>
        new Arguments("CenterCrop").Set("height", height).Set("width", width).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training another part of this size of each image [N, H, W, C]; Keras 3 leaves images whole otherwise, so that what follows must take both sizes.</summary>
    public static LayerSpec RandomCrop(int height, int width, string? dataFormat = null, string? name = null) =>
        new Arguments("RandomCrop").Set("height", height).Set("width", width).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training each image is mirrored or not: <c>horizontal</c>, <c>vertical</c> or <c>horizontal_and_vertical</c>.</summary>
    public static LayerSpec RandomFlip(string mode = "horizontal_and_vertical", string? dataFormat = null, string? name = null) => new Arguments("RandomFlip").Set("mode", mode).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training each image is turned by 2 pi times a number of the factor's range, counter-clockwise where positive. Fill modes: reflect, constant, wrap, nearest.</summary>
    public static LayerSpec RandomRotation(Factor factor, string fillMode = "reflect", string interpolation = "bilinear", double fillValue = 0, string? dataFormat = null, string? name = null) =>
        new Arguments("RandomRotation").Range("factor", factor).Set("fill_mode", fillMode).Set("interpolation", interpolation).Set("fill_value", fillValue).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training each image is moved down and right by shares of its height and width.</summary>
    public static LayerSpec RandomTranslation(Factor heightFactor, Factor widthFactor, string fillMode = "reflect", string interpolation = "bilinear", double fillValue = 0, string? dataFormat = null, string? name = null) =>
        new Arguments("RandomTranslation").Range("height_factor", heightFactor).Range("width_factor", widthFactor).Set("fill_mode", fillMode).Set("interpolation", interpolation).Set("fill_value", fillValue).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training each image is zoomed out where a factor is positive, in where it is negative; both axes alike if there is one factor.</summary>
    public static LayerSpec RandomZoom(Factor heightFactor, Factor? widthFactor = null, string fillMode = "reflect", string interpolation = "bilinear", double fillValue = 0, string? dataFormat = null, string? name = null) =>
        new Arguments("RandomZoom").Range("height_factor", heightFactor).Range("width_factor", widthFactor).Set("fill_mode", fillMode).Set("interpolation", interpolation).Set("fill_value", fillValue).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training each image is sheared along x and y by shares from 0 to 1, of either sign.</summary>
    public static LayerSpec RandomShear(Factor xFactor, Factor yFactor, string fillMode = "reflect", string interpolation = "bilinear", double fillValue = 0, string? dataFormat = null, string? name = null) =>
        new Arguments("RandomShear").Range("x_factor", xFactor).Range("y_factor", yFactor).Set("fill_mode", fillMode).Set("interpolation", interpolation).Set("fill_value", fillValue).Set("data_format", dataFormat).Set("name", name);

    /// <summary>In training (x - mean) c + mean per channel with c between 1 - low and 1 + high of an image's own, cut to the value range (0 to 255 if absent).</summary>
    public static LayerSpec RandomContrast(Factor factor, Factor? valueRange = null, string? name = null) => new Arguments("RandomContrast").Range("factor", factor).Range("value_range", valueRange).Set("name", name);

    /// <summary>In training each image gets brighter or darker by a share of the value range (0 to 255 if absent), and is cut to it.</summary>
    public static LayerSpec RandomBrightness(Factor factor, Factor? valueRange = null, string? name = null) => new Arguments("RandomBrightness").Range("factor", factor).Range("value_range", valueRange).Set("name", name);

    /// <summary>In training images become negatives, high - x, with a probability between 0 and the factor.</summary>
    public static LayerSpec RandomInvert(Factor? factor = null, Factor? valueRange = null, string? name = null) => new Arguments("RandomInvert").Range("factor", factor).Range("value_range", valueRange).Set("name", name);

    /// <summary>In training images [N, H, W, 3] become grey with this probability.</summary>
    public static LayerSpec RandomGrayscale(double factor = 0.5, string? dataFormat = null, string? name = null) => new Arguments("RandomGrayscale").Set("factor", factor).Set("data_format", dataFormat).Set("name", name);

    /// <summary>
    /// In training a rectangle of images is replaced by a value, or by noise if absent, with a probability between 0 and the factor; its sides are the roots of shares of
    /// the scale's range (Zhong et al., 2017).
    /// </summary>
    public static LayerSpec RandomErasing(Factor? factor = null, Factor? scale = null, double? fillValue = null, Factor? valueRange = null, string? dataFormat = null, string? name = null) =>
        new Arguments("RandomErasing").Range("factor", factor).Range("scale", scale).Set("fill_value", fillValue).Range("value_range", valueRange).Set("data_format", dataFormat).Set("name", name);
}
