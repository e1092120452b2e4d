namespace TfExplain.Engine.Kernels;

/// <summary>How a convolution is computed; weights are packed for one of these. <see cref="Direct"/> serves every geometry.</summary>
internal enum ConvolutionAlgorithm
{
    /// <summary>A matrix product whose rows are pointers into the image: one per output pixel and kernel tap.</summary>
    Direct,

    /// <summary>As <see cref="Direct"/>, on padded rows, so that a whole kernel row of few channels is one run of memory.</summary>
    Shallow,

    /// <summary>As <see cref="Direct"/>, vectorised along the sum: for up to four target channels of each group and source channels in multiples of 16.</summary>
    Narrow,

    /// <summary>Each channel on its own, vectorised over channels.</summary>
    Depthwise,

    /// <summary>3x3 of stride 1 with less than half of the multiplications; a NaN reaches the neighbours within a 2x2 block too.</summary>
    Winograd,
}
