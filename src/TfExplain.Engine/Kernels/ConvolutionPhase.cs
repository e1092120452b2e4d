namespace TfExplain.Engine.Kernels;

/// <summary>
/// One axis of a phase: target position TargetFirst + i * TargetStep (i below Count) gathers, for each tap j below Taps,
/// source position i * SourceStep + OffsetFirst + j * OffsetStep with kernel position TapFirst + j * TapStep.
/// </summary>
internal readonly record struct PhaseAxis(
    int TargetFirst, int TargetStep, int Count, int SourceStep, int OffsetFirst, int OffsetStep, int TapFirst, int TapStep, int Taps)
{
    public static PhaseAxis Forward(int target, int kernel, int stride, int dilation, int padding) =>
        new(0, 1, target, stride, -padding, dilation, 0, 1, kernel);

    /// <summary>The adjoint at the input positions whose distance to the first window is <paramref name="phase"/> modulo the stride.</summary>
    public static PhaseAxis Transposed(int target, int kernel, int stride, int dilation, int padding, int phase)
    {
        var first = ((phase - padding) % stride + stride) % stride;
        var count = first < target ? (target - first - 1) / stride + 1 : 0;
        int tapFirst = -1, tapStep = 1, taps = 0;
        for (var k = 0; k < kernel; k++)
        {
            if ((long)k * dilation % stride != phase)
                continue;
            if (taps++ == 0)
                tapFirst = k;
            else if (taps == 2)
                tapStep = k - tapFirst;
        }
        var offset = taps == 0 ? 0 : (first + padding - tapFirst * dilation) / stride;
        return new PhaseAxis(first, stride, count, 1, offset, -(tapStep * dilation / stride), tapFirst, tapStep, taps);
    }
}

/// <summary>
/// The part of a convolution in which every target position uses the same kernel taps.
/// A forward convolution is one phase; its adjoint has one for each position within a stride, and so never meets a zero between strides.
/// </summary>
internal readonly record struct ConvolutionPhase(PhaseAxis D, PhaseAxis H, PhaseAxis W)
{
    public int Taps => D.Taps * H.Taps * W.Taps;

    public int Positions => D.Count * H.Count * W.Count;
}

/// <summary>A convolution or its adjoint, seen as a map from source to target.</summary>
internal readonly struct OrientedConvolution(in ConvolutionGeometry geometry, bool transposed)
{
    private readonly ConvolutionGeometry _g = geometry;

    public bool Transposed => transposed;

    public int Groups => _g.Groups;

    public int Batch => _g.Batch;

    public int SourceD => transposed ? _g.OutD : _g.InD;

    public int SourceH => transposed ? _g.OutH : _g.InH;

    public int SourceW => transposed ? _g.OutW : _g.InW;

    public int SourceC => transposed ? _g.OutC : _g.InC;

    public int TargetH => transposed ? _g.InH : _g.OutH;

    public int TargetW => transposed ? _g.InW : _g.OutW;

    public int TargetC => transposed ? _g.InC : _g.OutC;

    public int SourceGroupC => SourceC / _g.Groups;

    public int TargetGroupC => TargetC / _g.Groups;

    public long SourceSize => transposed ? _g.OutputSize : _g.InputSize;

    public long TargetSize => transposed ? _g.InputSize : _g.OutputSize;

    public int Phases => transposed ? _g.SD * _g.SH * _g.SW : 1;

    public ConvolutionPhase Phase(int index)
    {
        if (!transposed)
        {
            return new ConvolutionPhase(
                PhaseAxis.Forward(_g.OutD, _g.KD, _g.SD, _g.DD, _g.PD),
                PhaseAxis.Forward(_g.OutH, _g.KH, _g.SH, _g.DH, _g.PH),
                PhaseAxis.Forward(_g.OutW, _g.KW, _g.SW, _g.DW, _g.PW));
        }
        return new ConvolutionPhase(
            PhaseAxis.Transposed(_g.InD, _g.KD, _g.SD, _g.DD, _g.PD, index / (_g.SH * _g.SW)),
            PhaseAxis.Transposed(_g.InH, _g.KH, _g.SH, _g.DH, _g.PH, index / _g.SW % _g.SH),
            PhaseAxis.Transposed(_g.InW, _g.KW, _g.SW, _g.DW, _g.PW, index % _g.SW));
    }

    /// <summary>Index into the kernel of tap <paramref name="tap"/> (in the phase's scan order) from source to target channel, both within a group.</summary>
    public long KernelIndex(in ConvolutionPhase phase, int tap, int group, int source, int target)
    {
        var kw = phase.W.TapFirst + tap % phase.W.Taps * phase.W.TapStep;
        var kh = phase.H.TapFirst + tap / phase.W.Taps % phase.H.Taps * phase.H.TapStep;
        var kd = phase.D.TapFirst + tap / (phase.W.Taps * phase.H.Taps) * phase.D.TapStep;
        var position = ((long)kd * _g.KH + kh) * _g.KW + kw;
        var (input, output) = transposed ? (target, source) : (source, target);
        return (position * (_g.InC / _g.Groups) + input) * _g.OutC + group * (_g.OutC / _g.Groups) + output;
    }
}
