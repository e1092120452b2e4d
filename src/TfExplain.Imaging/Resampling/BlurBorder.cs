namespace TfExplain.Imaging.Resampling;

/// <summary>What lies beyond the edge, under SciPy's names.</summary>
public enum BlurBorder
{
    /// <summary>d c b a | a b c d | d c b a</summary>
    Reflect,

    /// <summary>a a a a | a b c d | d d d d</summary>
    Nearest,

    /// <summary>0 0 0 0 | a b c d | 0 0 0 0</summary>
    Constant,

    /// <summary>d c b | a b c d | c b a; OpenCV's default (reflect101)</summary>
    Mirror,

    /// <summary>a b c d | a b c d | a b c d</summary>
    Wrap,
}
