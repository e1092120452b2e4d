namespace TfExplain.Imaging.Jpeg;

/// <summary>One colour component of a frame: its sampling, tables, coefficients and samples.</summary>
internal sealed class JpegComponent(int id, int horizontal, int vertical, int quantizerIndex)
{
    /// <summary>The accuracy of a coefficient that no scan has coded yet.</summary>
    public const int Unknown = -1;

    public int Id { get; } = id;

    /// <summary>Sampling factors: blocks across and down in an interleaved unit.</summary>
    public int Horizontal { get; } = horizontal;

    public int Vertical { get; } = vertical;

    public int QuantizerIndex { get; } = quantizerIndex;

    /// <summary>The quantizer, in block order, as it stood at the component's first scan; null before.</summary>
    public ushort[]? Quantizer { get; set; }

    /// <summary>The component's own size in samples.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Blocks that hold the component's samples.</summary>
    public int BlocksAcross { get; private set; }

    public int BlocksDown { get; private set; }

    /// <summary>Blocks stored: whole interleaved units.</summary>
    public int StoredAcross { get; private set; }

    public int StoredDown { get; private set; }

    /// <summary>64 coefficients a block, in block order; empty when blocks are transformed as they are read.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>The decoded samples, rows of 8 * <see cref="StoredAcross"/>.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>How many low bits of each coefficient (in coded order) are still missing; <see cref="Unknown"/> before its first scan.</summary>
    public int[] MissingBits { get; } = Enumerable.Repeat(Unknown, 64).ToArray();

    /// <summary>The same for the first ten, as it was before the last scan.</summary>
    public int[] PreviousMissingBits { get; } = new int[10];

    public void Measure(int width, int height, int maxHorizontal, int maxVertical)
    {
        Width = DivideUp(width * Horizontal, maxHorizontal);
        Height = DivideUp(height * Vertical, maxVertical);
        (BlocksAcross, BlocksDown) = (DivideUp(Width, 8), DivideUp(Height, 8));
        StoredAcross = DivideUp(width, 8 * maxHorizontal) * Horizontal;
        StoredDown = DivideUp(height, 8 * maxVertical) * Vertical;
    }

    /// <summary>Makes room; blocks that never come are grey.</summary>
    public void Allocate(bool storeCoefficients)
    {
        Samples = new byte[StoredAcross * StoredDown * 64];
        if (storeCoefficients)
            Coefficients = new short[Samples.Length];
        else
            Samples.AsSpan().Fill(128);
    }

    public static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
