using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// The gradient of a convolution with respect to its kernel. Each element is one sum over images and output positions in scan order.
/// </summary>
internal static unsafe class ConvolutionKernelGradient<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = GemmTile<TSimd, TVector>.Rows;

    private const int TilesPerTask = 8;

    // Positions whose packed output gradients stay in the second-level cache.
    private const int MostPositions = 1024;

    /// <summary>The floats of scratch for <see cref="Run"/>.</summary>
    public static long Scratch(in ConvolutionGeometry g) => (g.InC == g.Groups && g.OutC == g.Groups) || !PlanarKernelGradient<TSimd, TVector>.Takes(g) ? 0 : PlanarKernelGradient<TSimd, TVector>.Scratch(g);

    public static void Run(in ConvolutionGeometry g, float* x, float* dy, float* dkernel, float* scratch, WorkerPool pool)
    {
        if (g.InC == g.Groups && g.OutC == g.Groups)
        {
            var blocks = (g.InC + TSimd.Width - 1) / TSimd.Width;
            pool.For(g.Taps * blocks, new DepthwiseBody(g, blocks, x, dy, dkernel));
            return;
        }
        if (PlanarKernelGradient<TSimd, TVector>.Takes(g))
        {
            PlanarKernelGradient<TSimd, TVector>.Run(g, x, dy, dkernel, scratch, pool);
            return;
        }
        var panels = new Panels(g.OutC / g.Groups, TSimd.Width, TSimd.TileColumns);
        var tileBlocks = (g.InC / g.Groups + Rows * TilesPerTask - 1) / (Rows * TilesPerTask);
        pool.For(g.Groups * g.Taps * panels.Count * tileBlocks, new Body(g, panels, tileBlocks, x, dy, dkernel));
    }

    /// <summary>The output positions of one axis that read inside the input through kernel position k.</summary>
    private static (int First, int End) Valid(int input, int output, int stride, int offset)
    {
        var first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
        var end = offset >= input ? 0 : Math.Min(output, (input - 1 - offset) / stride + 1);
        return (first, Math.Max(first, end));
    }

    private readonly struct Body(ConvolutionGeometry g, Panels panels, int tileBlocks, float* x, float* dy, float* dkernel) : ILoopBody
    {
        public void Invoke(int index)
        {
            var firstTile = index % tileBlocks * TilesPerTask;
            var panel = index / tileBlocks % panels.Count;
            var tap = index / tileBlocks / panels.Count % g.Taps;
            var group = index / tileBlocks / panels.Count / g.Taps;
            int inC = g.InC / g.Groups, outC = g.OutC / g.Groups;
            var firstChannel = firstTile * Rows;
            var channels = Math.Min(inC - firstChannel, TilesPerTask * Rows);
            var tiles = (channels + Rows - 1) / Rows;

            var offsetD = tap / (g.KH * g.KW) * g.DD - g.PD;
            var offsetH = tap / g.KW % g.KH * g.DH - g.PH;
            var offsetW = tap % g.KW * g.DW - g.PW;
            var (firstD, endD) = Valid(g.InD, g.OutD, g.SD, offsetD);
            var (firstH, endH) = Valid(g.InH, g.OutH, g.SH, offsetH);
            var (firstW, endW) = Valid(g.InW, g.OutW, g.SW, offsetW);

            var width = panels.Vectors(panel) * TSimd.Width;
            var target = dkernel + ((long)tap * inC + firstChannel) * g.OutC + group * outC + panels.First(panel);
            for (var i = 0; i < channels; i++)
                new Span<float>(target + (long)i * g.OutC, panels.Columns(panel)).Clear();
            var length = endW - firstW;
            if (length == 0 || firstH == endH || firstD == endD)
                return;

            var rowsPerBlock = Math.Max(1, MostPositions / length);
            var scratch = ThreadScratch.Get(((long)rowsPerBlock * length + 16) * width + 2L * rowsPerBlock * Rows);
            var sources = (float**)(scratch + ((long)rowsPerBlock * length + 16) * width);
            var offsets = stackalloc nint[Rows];
            for (var i = 0; i < Rows; i++)
                offsets[i] = i * (nint)g.OutC;
            var call = new TileCall
            {
                Sources = sources,
                SourceStep = (nint)g.SW * g.InC,
                Length = length,
                Weights = scratch,
                WeightStep = width,
                Offsets = offsets,
                LastLanes = panels.LastLanes(panel),
                Resume = true,
                Suspend = true,
            };
            for (var image = 0; image < g.Batch; image++)
            {
                for (var d = firstD; d < endD; d++)
                {
                    for (var h = firstH; h < endH; h += rowsPerBlock)
                    {
                        call.Taps = Math.Min(rowsPerBlock, endH - h);
                        var output = dy + image * g.OutputSize + (((long)d * g.OutH + h) * g.OutW + firstW) * g.OutC + group * outC + panels.First(panel);
                        Pack(output, call.Taps, length, panels.Columns(panel), width, scratch);
                        var input = x + image * g.InputSize
                            + (((d * g.SD + offsetD) * (long)g.InH + h * g.SH + offsetH) * g.InW + firstW * g.SW + offsetW) * g.InC + group * inC + firstChannel;
                        for (var tile = 0; tile < tiles; tile++)
                        {
                            var rows = Math.Min(Rows, channels - tile * Rows);
                            for (var i = 0; i < call.Taps * Rows; i++)
                                sources[i] = input + (long)(i / Rows) * g.SH * g.InW * g.InC + tile * Rows + Math.Min(i % Rows, rows - 1);
                            call.Target = target + (long)tile * Rows * g.OutC;
                            GemmTile<TSimd, TVector>.Run(rows, panels.Vectors(panel), &call);
                        }
                    }
                }
            }
        }

        private void Pack(float* from, int rows, int length, int columns, int width, float* to)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < length; i++, to += width)
                {
                    new ReadOnlySpan<float>(from + ((long)row * g.OutW + i) * g.OutC, columns).CopyTo(new Span<float>(to, columns));
                    new Span<float>(to + columns, width - columns).Clear();
                }
            }
        }
    }

    private readonly struct DepthwiseBody(ConvolutionGeometry g, int blocks, float* x, float* dy, float* dkernel) : ILoopBody
    {
        public void Invoke(int index)
        {
            var tap = index / blocks;
            var channel = index % blocks * TSimd.Width;
            var lanes = Math.Min(TSimd.Width, g.InC - channel);
            var offsetD = tap / (g.KH * g.KW) * g.DD - g.PD;
            var offsetH = tap / g.KW % g.KH * g.DH - g.PH;
            var offsetW = tap % g.KW * g.DW - g.PW;
            var (firstD, endD) = Valid(g.InD, g.OutD, g.SD, offsetD);
            var (firstH, endH) = Valid(g.InH, g.OutH, g.SH, offsetH);
            var (firstW, endW) = Valid(g.InW, g.OutW, g.SW, offsetW);
            TVector sum = default;
            for (var image = 0; image < g.Batch; image++)
            {
                for (var d = firstD; d < endD; d++)
                {
                    for (var h = firstH; h < endH; h++)
                    {
                        var a = x + image * g.InputSize
                            + (((d * g.SD + offsetD) * (long)g.InH + h * g.SH + offsetH) * g.InW + firstW * g.SW + offsetW) * g.InC + channel;
                        var b = dy + image * g.OutputSize + (((long)d * g.OutH + h) * g.OutW + firstW) * g.OutC + channel;
                        sum = lanes == TSimd.Width
                            ? Whole(sum, a, (nint)g.SW * g.InC, b, g.OutC, endW - firstW)
                            : Partial(sum, a, (nint)g.SW * g.InC, b, g.OutC, endW - firstW, lanes);
                    }
                }
            }
            TSimd.StorePartial(dkernel + (long)tap * g.OutC + channel, sum, lanes);
        }

        private static TVector Whole(TVector sum, float* a, nint stepA, float* b, nint stepB, int count)
        {
            for (; count > 0; count--, a += stepA, b += stepB)
                sum = TSimd.MultiplyAdd(TSimd.Load(a), TSimd.Load(b), sum);
            return sum;
        }

        private static TVector Partial(TVector sum, float* a, nint stepA, float* b, nint stepB, int count, int lanes)
        {
            for (; count > 0; count--, a += stepA, b += stepB)
                sum = TSimd.MultiplyAdd(TSimd.LoadPartial(a, lanes), TSimd.LoadPartial(b, lanes), sum);
            return sum;
        }
    }
}
