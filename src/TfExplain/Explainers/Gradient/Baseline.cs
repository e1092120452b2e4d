using TfExplain.Engine;

namespace TfExplain;

/// <summary>The input that stands for "nothing there", from which a path method starts.</summary>
public enum Baseline
{
    /// <summary>A black photograph, as the network sees it; zeros where the preprocessing is not known.</summary>
    Black,

    /// <summary>A mid-grey photograph.</summary>
    Grey,

    /// <summary>A white photograph.</summary>
    White,

    /// <summary>Zeros in the network's own units.</summary>
    Zero,
}

internal static class Baselines
{
    /// <summary>The baseline in the network's units.</summary>
    /// <exception cref="ArgumentException">A shade is asked for and the preprocessing is not known.</exception>
    public static float[] Of(Baseline baseline, ModelImage image)
    {
        var values = new float[image.Values.Length];
        if (baseline == Baseline.Zero || (baseline == Baseline.Black && image.Preprocessing is null)) return values;
        var shade = baseline switch { Baseline.Black => 0f, Baseline.Grey => 127.5f, _ => 255f };
        var pixel = image.Preprocessing?.Pixel(shade, shade, shade)
            ?? throw new ArgumentException($"The baseline '{baseline}' needs to know how pixels become numbers; '{image.Name}' was given as numbers. Use the baseline 'zero'.");
        var channels = image.Shape[^1];
        for (var i = 0; i < values.Length; i++) values[i] = channels == 3 ? pixel[i % 3] : pixel[0];
        return values;
    }
}
