using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// The gradient of a convolution over one or two axes with respect to its kernel, as a product: its rows are the pairs of tap and input channel, its columns the output
/// channels, its sums run over the positions. Rows of the input are copied with their padding, so that every tap meets every position and the output's
/// gradient is packed once for all of them. Where there are few rows, blocks of images give partial sums, which are added in order; the blocks depend on the shape alone.
/// </summary>
internal static unsafe class PlanarKernelGradient<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = GemmTile<TSimd, TVector>.Rows;

    private const int TilesPerTask = 8;

    // Enough tasks for many threads, where images allow.
    private const int FewTasks = 16;

    // Positions whose packed output gradients stay in the second-level cache.
    private const int MostPositions = 512;

    public static bool Takes(in ConvolutionGeometry g) => g is { KD: 1, InD: 1, OutD: 1, PD: 0 };

    /// <summary>The floats of scratch for <see cref="Run"/>: the partial sums.</summary>
    public static long Scratch(in ConvolutionGeometry g) => ImageBlocks(g) is > 1 and var blocks ? (long)blocks * KernelLength(g) : 0;

    public static void Run(in ConvolutionGeometry g, float* x, float* dy, float* dkernel, float* scratch, WorkerPool pool)
    {
        var blocks = ImageBlocks(g);
        var partial = blocks == 1 ? dkernel : scratch;
        pool.For(blocks * Tasks(g), new Body(g, PanelsOf(g), Chunks(g), blocks, x, dy, partial));
        if (blocks == 1) return;
        var length = (int)KernelLength(g);
        var sum = new Span<float>(dkernel, length);
        new Span<float>(partial, length).CopyTo(sum);
        for (var block = 1; block < blocks; block++)
            System.Numerics.Tensors.TensorPrimitives.Add(sum, new ReadOnlySpan<float>(partial + (long)block * length, length), sum);
    }

    private static Panels PanelsOf(in ConvolutionGeometry g) => new(g.OutC / g.Groups, TSimd.Width, TSimd.TileColumns);

    private static long KernelLength(in ConvolutionGeometry g) => (long)g.Taps * (g.InC / g.Groups) * g.OutC;

    private static int Chunks(in ConvolutionGeometry g) => (g.Taps * (g.InC / g.Groups) + Rows * TilesPerTask - 1) / (Rows * TilesPerTask);

    private static int Tasks(in ConvolutionGeometry g) => g.Groups * PanelsOf(g).Count * Chunks(g);

    private static int ImageBlocks(in ConvolutionGeometry g) => Math.Clamp(FewTasks / Tasks(g), 1, g.Batch);

    private readonly struct Body(ConvolutionGeometry g, Panels panels, int chunks, int blocks, float* x, float* dy, float* partial) : ILoopBody
    {
        public void Invoke(int index)
        {
            var chunk = index % chunks;
            var panel = index / chunks % panels.Count;
            var group = index / chunks / panels.Count % g.Groups;
            var block = index / chunks / panels.Count / g.Groups;
            int inC = g.InC / g.Groups, outC = g.OutC / g.Groups;
            var products = g.Taps * inC;
            int first = chunk * TilesPerTask * Rows, end = Math.Min(products, first + TilesPerTask * Rows);
            var columns = group * outC + panels.First(panel);
            var target = partial + (blocks > 1 ? block * KernelLength(g) : 0) + columns;
            for (var row = first; row < end; row++) new Span<float>(target + (long)row * g.OutC, panels.Columns(panel)).Clear();

            var width = panels.Vectors(panel) * TSimd.Width;
            // A step through the positions is as long as the cache allows: several small images, or some rows of a large one.
            var rowsPerStep = Math.Min(g.OutH, Math.Max(1, MostPositions / g.OutW));
            var imagesPerStep = rowsPerStep < g.OutH ? 1 : Math.Max(1, MostPositions / (g.OutH * g.OutW));
            int paddedWidth = (g.OutW - 1) * g.SW + (g.KW - 1) * g.DW + 1, paddedHeight = (rowsPerStep - 1) * g.SH + (g.KH - 1) * g.DH + 1;
            var paddedImage = (long)paddedWidth * paddedHeight * inC;
            int taps = imagesPerStep * rowsPerStep, tiles = (end - first + Rows - 1) / Rows;
            var packed = ThreadScratch.Get(((long)taps * g.OutW + 16) * width + 2L * tiles * taps * Rows + imagesPerStep * paddedImage);
            var sources = (float**)(packed + ((long)taps * g.OutW + 16) * width);
            var padded = (float*)(sources + (long)tiles * taps * Rows);
            // The copies always lie in the same places, so where a tile reads is known beforehand.
            for (var tile = 0; tile < tiles; tile++)
            {
                for (var i = 0; i < Rows; i++)
                {
                    var (tap, channel) = Math.DivRem(Math.Min(first + tile * Rows + i, end - 1), inC);
                    var source = padded + ((long)(tap / g.KW * g.DH) * paddedWidth + tap % g.KW * g.DW) * inC + channel;
                    for (var t = 0; t < taps; t++) sources[(tile * taps + t) * Rows + i] = source + t / rowsPerStep * paddedImage + (long)(t % rowsPerStep) * g.SH * paddedWidth * inC;
                }
            }
            var offsets = stackalloc nint[Rows];
            for (var i = 0; i < Rows; i++) offsets[i] = i * (nint)g.OutC;
            var call = new TileCall
            {
                SourceStep = (nint)g.SW * inC,
                Length = g.OutW,
                Weights = packed,
                WeightStep = width,
                Offsets = offsets,
                LastLanes = panels.LastLanes(panel),
                Resume = true,
                Suspend = true,
            };
            int firstImage = (int)((long)g.Batch * block / blocks), endImage = (int)((long)g.Batch * (block + 1) / blocks);
            for (var image = firstImage; image < endImage; image += imagesPerStep)
            {
                for (var h = 0; h < g.OutH; h += rowsPerStep)
                {
                    int images = Math.Min(imagesPerStep, endImage - image), outRows = Math.Min(rowsPerStep, g.OutH - h);
                    for (var i = 0; i < images; i++)
                    {
                        Pack(dy + (image + i) * g.OutputSize + (long)h * g.OutW * g.OutC + columns, outRows * g.OutW, panels.Columns(panel), width, packed + (long)i * outRows * g.OutW * width);
                        PadRows(x + (image + i) * g.InputSize + group * inC, h * g.SH - g.PH, (outRows - 1) * g.SH + (g.KH - 1) * g.DH + 1, paddedWidth, inC, padded + i * paddedImage);
                    }
                    call.Taps = images * outRows;
                    for (var tile = 0; tile < tiles; tile++)
                    {
                        call.Sources = sources + (long)tile * taps * Rows;
                        call.Target = target + (long)(first + tile * Rows) * g.OutC;
                        GemmTile<TSimd, TVector>.Run(Math.Min(Rows, end - first - tile * Rows), panels.Vectors(panel), &call);
                    }
                }
            }
        }

        private void Pack(float* from, int positions, int columns, int width, float* to)
        {
            for (var i = 0; i < positions; i++, from += g.OutC, to += width)
            {
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
                new Span<float>(to + columns, width - columns).Clear();
            }
        }

        /// <summary>Rows of one image with zeros where they lie outside of it; the group's channels alone.</summary>
        private void PadRows(float* image, int top, int count, int width, int inC, float* to)
        {
            for (var y = top; y < top + count; y++, to += (long)width * inC)
            {
                var row = new Span<float>(to, width * inC);
                int left = Math.Min(g.PW, width), right = y < 0 || y >= g.InH ? left : Math.Clamp(g.InW + g.PW, left, width);
                row[..(left * inC)].Clear();
                row[(right * inC)..].Clear();
                var from = image + ((long)y * g.InW - g.PW) * g.InC;
                if (inC == g.InC) new ReadOnlySpan<float>(from + (long)left * inC, (right - left) * inC).CopyTo(row[(left * inC)..]);
                else
                    for (var w = left; w < right; w++) new ReadOnlySpan<float>(from + (long)w * g.InC, inC).CopyTo(row[(w * inC)..]);
            }
        }
    }
}
