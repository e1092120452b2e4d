namespace TfExplain.Engine.Kernels;

/// <summary>
/// The shape of a convolution or pooling over [batch, depth, height, width, channels]; unused axes have size, stride and dilation 1.
/// A kernel is laid out [KD, KH, KW, InC / Groups, OutC]; output channel o belongs to group o / (OutC / Groups).
/// </summary>
internal readonly record struct ConvolutionGeometry
{
    public ConvolutionGeometry()
    {
    }

    public int Batch { get; init; } = 1;

    public int InD { get; init; } = 1;

    public int InH { get; init; } = 1;

    public int InW { get; init; } = 1;

    public int InC { get; init; } = 1;

    public int OutD { get; init; } = 1;

    public int OutH { get; init; } = 1;

    public int OutW { get; init; } = 1;

    public int OutC { get; init; } = 1;

    public int KD { get; init; } = 1;

    public int KH { get; init; } = 1;

    public int KW { get; init; } = 1;

    /// <summary>Stride along depth.</summary>
    public int SD { get; init; } = 1;

    /// <summary>Stride along height.</summary>
    public int SH { get; init; } = 1;

    /// <summary>Stride along width.</summary>
    public int SW { get; init; } = 1;

    /// <summary>Dilation along depth.</summary>
    public int DD { get; init; } = 1;

    /// <summary>Dilation along height.</summary>
    public int DH { get; init; } = 1;

    /// <summary>Dilation along width.</summary>
    public int DW { get; init; } = 1;

    /// <summary>Padding before the first depth slice; what follows the last one is implied by the output's size.</summary>
    public int PD { get; init; }

    /// <summary>Padding above.</summary>
    public int PH { get; init; }

    /// <summary>Padding on the left.</summary>
    public int PW { get; init; }

    public int Groups { get; init; } = 1;

    /// <summary>Elements of one image of the input.</summary>
    public long InputSize => (long)InD * InH * InW * InC;

    /// <summary>Elements of one image of the output.</summary>
    public long OutputSize => (long)OutD * OutH * OutW * OutC;

    public int Taps => KD * KH * KW;
}
