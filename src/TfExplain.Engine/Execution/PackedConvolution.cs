using TfExplain.Engine.Kernels;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>
/// A convolution or transposed convolution on a kernel that is packed for the processor: y = clip(conv(x) + bias + residual, Low, High); with a gate instead
/// conv(x) + bias + residual where Low &lt; gate &lt; High, else 0. Inputs: x, packed kernel, then bias, residual and gate where present.
/// </summary>
internal sealed record PackedConvolution : Operation, IClampable
{
    private readonly Operation _source;
    private readonly ConvolutionGeometry _geometry;
    private readonly Shape _output;
    private readonly bool _transposed;

    public PackedConvolution(Operation source)
    {
        _source = source;
        _transposed = source is ConvolutionTranspose;
    }

    public ConvolutionAlgorithm Algorithm { get; private init; }

    public bool HasResidual { get; init; }

    public bool HasGate { get; init; }

    public float Low { get; init; } = float.NegativeInfinity;

    public float High { get; init; } = float.PositiveInfinity;

    public override string Kind => $"{_source.Kind}({Algorithm})" + (HasResidual ? "+residual" : "") + (Low == 0 ? $"+{(HasGate ? "gate" : "relu")}{(float.IsPositiveInfinity(High) ? "" : High)}" : "");

    /// <summary>How the kernel is packed. Forward that does not depend on the extents, so convolutions of several sizes share one packed kernel.</summary>
    public PackKernel Packing => new(
        _transposed ? _geometry with { Batch = 1 } : _geometry with { Batch = 1, InD = 1, InH = 1, InW = 1, OutD = 1, OutH = 1, OutW = 1, PD = 0, PH = 0, PW = 0 },
        Algorithm, _transposed);

    /// <summary>The operation for known shapes.</summary>
    public PackedConvolution For(Shape x, Shape kernel, Shape output)
    {
        var geometry = _source is ConvolutionTranspose transpose ? transpose.Geometry(x, kernel, output) : ((Operations.Convolution)_source).Geometry(x, kernel);
        return new PackedConvolution(_source, geometry, output, _transposed ? Kernels.Convolution.ChooseTranspose(geometry) : Kernels.Convolution.ChooseForward(geometry));
    }

    private PackedConvolution(Operation source, ConvolutionGeometry geometry, Shape output, ConvolutionAlgorithm algorithm) : this(source)
    {
        _geometry = geometry;
        _output = output;
        Algorithm = algorithm;
    }

    public Operation? Clamp(float max) => IsPlain ? this with { Low = 0, High = max } : null;

    /// <summary>Whether the sum is stored as it is.</summary>
    public bool IsPlain => !HasGate && float.IsNegativeInfinity(Low) && float.IsPositiveInfinity(High);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => _output;

    public override unsafe void Forward(ForwardContext context)
    {
        var next = context.InputCount;
        var gate = HasGate ? context.Input(--next).Data : null;
        var residual = HasResidual ? context.Input(--next).Data : null;
        var bias = next > 2 ? context.Input(2).Data : null;
        float* x = context.Input(0).Data, kernel = context.Input(1).Data, y = context.Output.Data;
        if (_transposed) Kernels.Convolution.Transpose(_geometry, Algorithm, x, kernel, bias, residual, Low, High, y, context.Pool, gate);
        else Kernels.Convolution.Forward(_geometry, Algorithm, x, kernel, bias, residual, Low, High, y, context.Pool, gate);
    }

    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) =>
        2L * _geometry.Batch * _geometry.OutD * _geometry.OutH * _geometry.OutW * _geometry.OutC * _geometry.KD * _geometry.KH * _geometry.KW * (_geometry.InC / _geometry.Groups);

    /// <summary>Rearranges a kernel for an algorithm.</summary>
    internal sealed record PackKernel(ConvolutionGeometry Geometry, ConvolutionAlgorithm Algorithm, bool Transposed) : Operation
    {
        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [checked((int)Kernels.Convolution.PackedLength(Geometry, Algorithm, Transposed))];

        public override unsafe void Forward(ForwardContext context) =>
            Kernels.Convolution.Pack(Geometry, Algorithm, Transposed, context.Input(0).Data, context.Output.Data, context.Pool);
    }
}
