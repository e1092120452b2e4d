namespace TfExplain.Imaging;

/// <summary>A colour of 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>255, 255, 255.</summary>
    public static Rgb White => new(255, 255, 255);

    /// <summary>0, 0, 0.</summary>
    public static Rgb Black => default;

    /// <summary>Equal channels.</summary>
    public static Rgb Grey(byte level) => new(level, level, level);
}
