namespace TfExplain.Engine.Operations;

/// <summary>What lies beyond the edges of an image a b c d.</summary>
public enum FillMode
{
    /// <summary>d c b a | a b c d | d c b a.</summary>
    Reflect,

    /// <summary>k k k k | a b c d | k k k k.</summary>
    Constant,

    /// <summary>a b c d | a b c d | a b c d.</summary>
    Wrap,

    /// <summary>a a a a | a b c d | d d d d.</summary>
    Nearest,
}
