namespace TfExplain.Imaging.Resampling;

/// <summary>The methods of <c>PIL.Image.resize</c>: half-pixel centres, antialiased when shrinking. Keras's <c>load_img</c> uses them (nearest by default).</summary>
public static class Pillow
{
    /// <summary>NEAREST: the sample under the centre.</summary>
    public static PillowResampler Nearest { get; } = new("pillow.nearest", null, 0);

    /// <summary>BOX: equal weights.</summary>
    public static PillowResampler Box { get; } = new("pillow.box", Kernels.Box, 0.5);

    /// <summary>BILINEAR: triangle kernel.</summary>
    public static PillowResampler Bilinear { get; } = new("pillow.bilinear", Kernels.Triangle, 1);

    /// <summary>HAMMING: windowed sinc of radius 1.</summary>
    public static PillowResampler Hamming { get; } = new("pillow.hamming", Kernels.Hamming, 1);

    /// <summary>BICUBIC: Keys' cubic, a = -0.5.</summary>
    public static PillowResampler Bicubic { get; } = new("pillow.bicubic", Kernels.KeysCubic, 2);

    /// <summary>LANCZOS: windowed sinc of radius 3.</summary>
    public static PillowResampler Lanczos { get; } = new("pillow.lanczos", static x => Kernels.Lanczos(x, 3), 3);
}
