using System.Runtime.CompilerServices;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// 3x3 convolution of stride 1 by Winograd's F(2x2, 3x3): 4x4 input patches and kernels are transformed, multiplied element by element
/// (16 matrix products over the channels in place of 36 per four outputs), and transformed back to 2x2 outputs.
/// Packed weights: for each panel of target channels [element of 16, source channel, panel column].
/// </summary>
internal static unsafe class WinogradConvolution<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = GemmTile<TSimd, TVector>.Rows;

    private const int Elements = 16;

    // Patches of a task: transformed they take about half of a second-level cache, but enough of them use each weight while it is near.
    private const int MostTransformed = 96 * 1024;

    private const int FewestPatches = 48;

    private const int MostPatches = 96;

    // Training packs a kernel at every step, on all threads.
    private const int ChannelsPerPackTask = 4;

    public static long PackedLength(in OrientedConvolution c) =>
        (long)Elements * c.SourceC * new Panels(c.TargetC, TSimd.Width, TSimd.TileColumns).PaddedColumns;

    public static void Pack(in OrientedConvolution c, float* kernel, float* packed, WorkerPool pool)
    {
        var panels = new Panels(c.TargetC, TSimd.Width, TSimd.TileColumns);
        pool.For(panels.Count * ((c.SourceC + ChannelsPerPackTask - 1) / ChannelsPerPackTask), new PackBody(c, panels, kernel, packed));
    }

    public static void Run(
        in OrientedConvolution c, float* source, float* packed, in Epilogue epilogue, float* target, WorkerPool pool)
    {
        var panels = new Panels(c.TargetC, TSimd.Width, TSimd.TileColumns);
        var patches = (c.TargetH + 1) / 2 * ((c.TargetW + 1) / 2);
        var most = Math.Clamp(MostTransformed / (Elements * c.SourceC), FewestPatches, MostPatches);
        var blocks = (patches + most - 1) / most;
        // Few blocks are made a multiple of the threads; where there are fewer still, the target channels are shared out,
        // at the price of transforming the source once for each share.
        if (blocks > 1 && blocks * c.Batch < 8 * pool.Threads)
            blocks = (blocks + pool.Threads - 1) / pool.Threads * pool.Threads;
        var split = blocks * c.Batch < pool.Threads ? Math.Min(pool.Threads, panels.Groups) : 1;
        pool.For(c.Batch * blocks * split, new Body(c, panels, patches, blocks, split, source, packed, epilogue, target));
    }

    /// <summary>Where the 3x3 window of output 0 begins, along height or width.</summary>
    private static int FirstOffset(PhaseAxis axis) => axis.OffsetFirst + Math.Min(0, 2 * axis.OffsetStep);

    private readonly struct PackBody(OrientedConvolution c, Panels panels, float* kernel, float* packed) : ILoopBody
    {
        public void Invoke(int index)
        {
            var (first, panel) = Math.DivRem(index, panels.Count);
            first *= ChannelsPerPackTask;
            var phase = c.Phase(0);
            var width = panels.Vectors(panel) * TSimd.Width;
            var to = packed + (long)Elements * c.SourceC * panels.First(panel) + (long)first * width;
            var step = (long)c.SourceC * width;
            var k = stackalloc double[9];
            var half = stackalloc double[12];
            var row = stackalloc double[4];
            for (var s = first; s < Math.Min(c.SourceC, first + ChannelsPerPackTask); s++)
            {
                for (var j = 0; j < width; j++, to++)
                {
                    for (var tap = 0; tap < 9; tap++)
                    {
                        // Taps in the order of their offsets, which is backwards in the adjoint.
                        var kernelTap = c.Transposed ? 8 - tap : tap;
                        k[tap] = j < panels.Columns(panel) ? kernel[c.KernelIndex(phase, kernelTap, 0, s, panels.First(panel) + j)] : 0;
                    }
                    for (var i = 0; i < 3; i++)
                        Transform(k[i], k[3 + i], k[6 + i], half + i, 3);
                    for (var i = 0; i < 4; i++)
                    {
                        Transform(half[3 * i], half[3 * i + 1], half[3 * i + 2], row, 1);
                        for (var e = 0; e < 4; e++)
                            to[(4 * i + e) * step] = (float)row[e];
                    }
                }
            }
        }

        private static void Transform(double a, double b, double c, double* to, int step)
        {
            to[0] = a;
            to[step] = (a + b + c) / 2;
            to[2 * step] = (a - b + c) / 2;
            to[3 * step] = c;
        }
    }

    private readonly struct Body(
        OrientedConvolution c, Panels panels, int patches, int blocks, int split,
        float* source, float* packed, Epilogue epilogue, float* target) : ILoopBody
    {
        public void Invoke(int index)
        {
            var part = index % split;
            var block = index / split % blocks;
            var image = index / split / blocks;
            var first = (int)((long)patches * block / blocks);
            var count = (int)((long)patches * (block + 1) / blocks) - first;
            if (count == 0)
                return;
            var channels = (c.SourceC + TSimd.Width - 1) & -TSimd.Width;
            // One line more than needed, so that the 16 elements of a patch do not meet in the same set of the cache.
            var transformedStep = (nint)count * channels + 16;
            var productStep = (nint)count * Panels.GroupWidth + 16;
            var transformed = ThreadScratch.Get(Elements * (transformedStep + productStep + channels) + panels.PaddedColumns);
            var products = transformed + Elements * transformedStep;
            var padded = products + Elements * productStep;
            var biases = padded + Elements * (nint)channels;
            new Span<float>(biases, panels.PaddedColumns).Clear();
            if (epilogue.Bias != null)
                new ReadOnlySpan<float>(epilogue.Bias, c.TargetC).CopyTo(new Span<float>(biases, c.TargetC));

            for (var i = 0; i < count; i++)
                TransformPatch(image, first + i, channels, padded, transformed + (nint)i * channels, transformedStep);
            var groups = panels.Groups;
            for (var group = groups * part / split; group < groups * (part + 1) / split; group++)
            {
                var firstPanel = panels.FirstOfGroup(group);
                var endPanel = panels.FirstOfGroup(group + 1);
                var width = panels.First(endPanel) - panels.First(firstPanel);
                for (var e = 0; e < Elements; e++)
                    Multiply(e, firstPanel, endPanel, count, channels, transformed + e * transformedStep, products + e * productStep, width);
                for (var i = 0; i < count; i++)
                    Restore(image, first + i, firstPanel, endPanel, products + (nint)i * width, productStep, biases);
            }
        }

        private void TransformPatch(int image, int patch, int channels, float* padded, float* to, nint step)
        {
            var phase = c.Phase(0);
            var across = (c.TargetW + 1) / 2;
            var h = patch / across * 2 + FirstOffset(phase.H);
            var w = patch % across * 2 + FirstOffset(phase.W);
            var from = source + image * c.SourceSize;
            var whole = c.SourceC & -TSimd.Width;
            if (whole == channels && h >= 0 && h + 4 <= c.SourceH && w >= 0 && w + 4 <= c.SourceW)
            {
                TransformIn(from + ((long)h * c.SourceW + w) * c.SourceC, (nint)c.SourceW * c.SourceC, c.SourceC, to, step, channels);
                return;
            }
            for (var i = 0; i < Elements; i++)
            {
                var (y, x) = (h + i / 4, w + i % 4);
                var line = new Span<float>(padded + i * (nint)channels, channels);
                var isInside = (uint)y < (uint)c.SourceH && (uint)x < (uint)c.SourceW;
                if (isInside)
                    new ReadOnlySpan<float>(from + ((long)y * c.SourceW + x) * c.SourceC, c.SourceC).CopyTo(line);
                line[(isInside ? c.SourceC : 0)..].Clear();
            }
            TransformIn(padded, 4 * (nint)channels, channels, to, step, channels);
        }

        private void Multiply(
            int element, int firstPanel, int endPanel, int count, int channels, float* transformed, float* products, int productWidth)
        {
            var sources = stackalloc float*[Rows];
            var offsets = stackalloc nint[Rows];
            for (var i = 0; i < Rows; i++)
                offsets[i] = (nint)i * productWidth;
            var call = new TileCall
            {
                Sources = sources, SourceStep = 1, Taps = 1, Length = c.SourceC, Offsets = offsets, LastLanes = TSimd.Width, Suspend = true,
            };
            for (var i = 0; i < count; i += Rows)
            {
                var rows = Math.Min(Rows, count - i);
                for (var r = 0; r < Rows; r++)
                    sources[r] = transformed + (i + Math.Min(r, rows - 1)) * (nint)channels;
                call.Target = products + (nint)i * productWidth;
                // Each tile fetches its share of the weights of the next element, which lie behind this one's.
                for (var panel = firstPanel; panel < endPanel; panel++)
                {
                    var columns = panels.Vectors(panel);
                    call.WeightStep = columns * TSimd.Width;
                    call.Weights = packed + ((long)Elements * panels.First(panel) + element * call.WeightStep) * c.SourceC;
                    call.AheadStep = Prefetching.Share(call.WeightStep, (count + Rows - 1) / Rows);
                    call.Ahead = call.Weights + c.SourceC * (call.WeightStep + i / Rows * call.AheadStep);
                    GemmTile<TSimd, TVector>.Run(rows, columns, &call);
                    call.Target += call.WeightStep;
                }
            }
        }

        private void Restore(int image, int patch, int firstPanel, int endPanel, float* from, nint step, float* biases)
        {
            var across = (c.TargetW + 1) / 2;
            var h = patch / across * 2;
            var w = patch % across * 2;
            var at = image * c.TargetSize + ((long)h * c.TargetW + w) * c.TargetC + panels.First(firstPanel);
            var call = new OutputCall
            {
                Target = target + at,
                Residual = epilogue.ResidualAt(at),
                Gate = epilogue.GateAt(at),
                Bias = biases + panels.First(firstPanel),
                // The outputs of the last patches that lie outside are written onto others that are then overwritten: rows and columns in reverse.
                RowStep = h + 1 < c.TargetH ? (nint)c.TargetW * c.TargetC : 0,
                ColumnStep = w + 1 < c.TargetW ? c.TargetC : 0,
                Low = epilogue.Low,
                High = epilogue.High,
            };
            var vectors = (panels.First(endPanel) - panels.First(firstPanel)) / TSimd.Width;
            var lanes = panels.LastLanes(endPanel - 1);
            if (lanes == TSimd.Width)
            {
                TransformOut(&call, from, step, vectors);
                return;
            }
            TransformOut(&call, from, step, vectors - 1);
            TransformOutPartial(&call, from, step, (vectors - 1) * TSimd.Width, lanes);
        }
    }

    private struct OutputCall
    {
        public float* Target;
        public float* Residual;
        public float* Gate;
        public float* Bias;
        public nint RowStep;
        public nint ColumnStep;
        public float Low;
        public float High;
    }

    /// <summary>B' d B for each channel of the 4x4 patch d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformIn(float* patch, nint rowStep, nint columnStep, float* to, nint step, int channels)
    {
        var r0 = patch;
        var r1 = r0 + rowStep;
        var r2 = r1 + rowStep;
        var r3 = r2 + rowStep;
        var to4 = to + 4 * step;
        var to8 = to4 + 4 * step;
        var to12 = to8 + 4 * step;
        for (nint at = 0; at < channels; at += TSimd.Width)
        {
            Column(r0 + at, r1 + at, r2 + at, r3 + at, 0, out var d00, out var d10, out var d20, out var d30);
            Column(r0 + at, r1 + at, r2 + at, r3 + at, columnStep, out var d01, out var d11, out var d21, out var d31);
            Column(r0 + at, r1 + at, r2 + at, r3 + at, 2 * columnStep, out var d02, out var d12, out var d22, out var d32);
            Column(r0 + at, r1 + at, r2 + at, r3 + at, 3 * columnStep, out var d03, out var d13, out var d23, out var d33);
            Row(d00, d01, d02, d03, to + at, step);
            Row(d10, d11, d12, d13, to4 + at, step);
            Row(d20, d21, d22, d23, to8 + at, step);
            Row(d30, d31, d32, d33, to12 + at, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(
        float* r0, float* r1, float* r2, float* r3, nint column, out TVector d0, out TVector d1, out TVector d2, out TVector d3)
    {
        var x1 = TSimd.Load(r1 + column);
        var x2 = TSimd.Load(r2 + column);
        d0 = TSimd.Subtract(TSimd.Load(r0 + column), x2);
        d1 = TSimd.Add(x1, x2);
        d2 = TSimd.Subtract(x2, x1);
        d3 = TSimd.Subtract(x1, TSimd.Load(r3 + column));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(TVector d0, TVector d1, TVector d2, TVector d3, float* to, nint step)
    {
        TSimd.Store(to, TSimd.Subtract(d0, d2));
        TSimd.Store(to + step, TSimd.Add(d1, d2));
        TSimd.Store(to + 2 * step, TSimd.Subtract(d2, d1));
        TSimd.Store(to + 3 * step, TSimd.Subtract(d1, d3));
    }

    /// <summary>A' m A for each channel, then bias, residual and clamp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformOut(OutputCall* call, float* from, nint step, int vectors)
    {
        var low = TSimd.Create(call->Low);
        var high = TSimd.Create(call->High);
        for (nint at = 0; at < vectors * TSimd.Width; at += TSimd.Width)
        {
            Outputs(from + at, step, out var y00, out var y01, out var y10, out var y11);
            var bias = TSimd.Load(call->Bias + at);
            Finish(call, at + call->RowStep + call->ColumnStep, TSimd.Add(y11, bias), low, high);
            Finish(call, at + call->RowStep, TSimd.Add(y10, bias), low, high);
            Finish(call, at + call->ColumnStep, TSimd.Add(y01, bias), low, high);
            Finish(call, at, TSimd.Add(y00, bias), low, high);
        }
    }

    private static void TransformOutPartial(OutputCall* call, float* from, nint step, nint at, int lanes)
    {
        Outputs(from + at, step, out var y00, out var y01, out var y10, out var y11);
        var bias = TSimd.Load(call->Bias + at);
        FinishPartial(call, at + call->RowStep + call->ColumnStep, TSimd.Add(y11, bias), lanes);
        FinishPartial(call, at + call->RowStep, TSimd.Add(y10, bias), lanes);
        FinishPartial(call, at + call->ColumnStep, TSimd.Add(y01, bias), lanes);
        FinishPartial(call, at, TSimd.Add(y00, bias), lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Outputs(float* from, nint step, out TVector y00, out TVector y01, out TVector y10, out TVector y11)
    {
        Sums(from, step, out var a0, out var b0);
        Sums(from + 4 * step, step, out var a1, out var b1);
        Sums(from + 8 * step, step, out var a2, out var b2);
        Sums(from + 12 * step, step, out var a3, out var b3);
        y00 = TSimd.Add(TSimd.Add(a0, a1), a2);
        y01 = TSimd.Add(TSimd.Add(b0, b1), b2);
        y10 = TSimd.Subtract(TSimd.Subtract(a1, a2), a3);
        y11 = TSimd.Subtract(TSimd.Subtract(b1, b2), b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(float* from, nint step, out TVector a, out TVector b)
    {
        var m1 = TSimd.Load(from + step);
        var m2 = TSimd.Load(from + 2 * step);
        a = TSimd.Add(TSimd.Add(TSimd.Load(from), m1), m2);
        b = TSimd.Subtract(TSimd.Subtract(m1, m2), TSimd.Load(from + 3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(OutputCall* call, nint at, TVector value, TVector low, TVector high)
    {
        if (call->Residual != null)
            value = TSimd.Add(value, TSimd.Load(call->Residual + at));
        TSimd.Store(call->Target + at, call->Gate == null ? TSimd.Clamp(value, low, high) : TSimd.Gated(value, TSimd.Load(call->Gate + at), low, high));
    }

    private static void FinishPartial(OutputCall* call, nint at, TVector value, int lanes)
    {
        if (call->Residual != null)
            value = TSimd.Add(value, TSimd.LoadPartial(call->Residual + at, lanes));
        TVector low = TSimd.Create(call->Low), high = TSimd.Create(call->High);
        TSimd.StorePartial(call->Target + at, call->Gate == null ? TSimd.Clamp(value, low, high) : TSimd.Gated(value, TSimd.LoadPartial(call->Gate + at, lanes), low, high), lanes);
    }
}
