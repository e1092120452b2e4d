using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>Max pooling, vectorised over channels.</summary>
internal static unsafe class MaxPooling<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static void Forward(in ConvolutionGeometry g, float* x, float* y, WorkerPool pool) =>
        pool.For(g.Batch * g.OutD * g.OutH, new ForwardBody(g, x, y));

    public static void Gradient(in ConvolutionGeometry g, float* x, float* dy, float* dx, WorkerPool pool)
    {
        // Windows that share no row leave each output row its own rows of dx; else one task takes all rows of some channels.
        var rowsAreApart = g.SD >= (g.KD - 1) * g.DD + 1 && g.SH >= (g.KH - 1) * g.DH + 1;
        var rows = g.OutD * g.OutH;
        var tasks = rowsAreApart ? Math.Min(rows, 4 * pool.Threads) : 1;
        var vectors = (g.InC + TSimd.Width - 1) / TSimd.Width;
        var blocks = rowsAreApart ? 1 : Math.Min(vectors, 4 * pool.Threads);
        pool.For(g.Batch * g.InD * g.InH, new ClearBody((long)g.InW * g.InC, dx));
        pool.For(g.Batch * tasks * blocks, new GradientBody(g, tasks, blocks, vectors, x, dy, dx));
    }

    private readonly struct ClearBody(long length, float* dx) : ILoopBody
    {
        public void Invoke(int index) => new Span<float>(dx + index * length, (int)length).Clear();
    }

    private readonly struct ForwardBody(ConvolutionGeometry g, float* x, float* y) : ILoopBody
    {
        public void Invoke(int index)
        {
            var image = index / (g.OutD * g.OutH);
            var d = PoolingWindow.At(index / g.OutH % g.OutD, g.InD, g.KD, g.SD, g.DD, g.PD);
            var h = PoolingWindow.At(index % g.OutH, g.InH, g.KH, g.SH, g.DH, g.PH);
            var from = x + image * g.InputSize;
            var to = y + (long)index * g.OutW * g.OutC;
            for (var ow = 0; ow < g.OutW; ow++, to += g.OutC)
            {
                var w = PoolingWindow.At(ow, g.InW, g.KW, g.SW, g.DW, g.PW);
                var channel = 0;
                for (; channel <= g.InC - TSimd.Width; channel += TSimd.Width)
                    TSimd.Store(to + channel, Maximum(from + channel, d, h, w));
                if (channel < g.InC)
                    TSimd.StorePartial(to + channel, Maximum(from + channel, d, h, w, g.InC - channel), g.InC - channel);
            }
        }

        private TVector Maximum(float* from, PoolingWindow d, PoolingWindow h, PoolingWindow w)
        {
            TVector best = default;
            var isFirst = true;
            for (var kd = d.First; kd < d.End; kd++)
            {
                for (var kh = h.First; kh < h.End; kh++)
                {
                    var at = from + (((long)d.Position(kd) * g.InH + h.Position(kh)) * g.InW + w.Position(w.First)) * g.InC;
                    for (var kw = w.First; kw < w.End; kw++, at += (long)w.Dilation * g.InC)
                    {
                        var value = TSimd.Load(at);
                        best = isFirst ? value : TSimd.Select(TSimd.Exceeds(value, best), value, best);
                        isFirst = false;
                    }
                }
            }
            return best;
        }

        private TVector Maximum(float* from, PoolingWindow d, PoolingWindow h, PoolingWindow w, int lanes)
        {
            TVector best = default;
            var isFirst = true;
            for (var kd = d.First; kd < d.End; kd++)
            {
                for (var kh = h.First; kh < h.End; kh++)
                {
                    for (var kw = w.First; kw < w.End; kw++)
                    {
                        var at = (((long)d.Position(kd) * g.InH + h.Position(kh)) * g.InW + w.Position(kw)) * g.InC;
                        var value = TSimd.LoadPartial(from + at, lanes);
                        best = isFirst ? value : TSimd.Select(TSimd.Exceeds(value, best), value, best);
                        isFirst = false;
                    }
                }
            }
            return best;
        }
    }

    private readonly struct GradientBody(ConvolutionGeometry g, int tasks, int blocks, int vectors, float* x, float* dy, float* dx) : ILoopBody
    {
        public void Invoke(int index)
        {
            var block = index % blocks;
            var task = index / blocks % tasks;
            var image = index / blocks / tasks;
            var rows = g.OutD * g.OutH;
            var firstChannel = (int)((long)vectors * block / blocks) * TSimd.Width;
            var endChannel = Math.Min((int)((long)vectors * (block + 1) / blocks) * TSimd.Width, g.InC);
            for (var row = (int)((long)rows * task / tasks); row < (int)((long)rows * (task + 1) / tasks); row++)
            {
                var d = PoolingWindow.At(row / g.OutH, g.InD, g.KD, g.SD, g.DD, g.PD);
                var h = PoolingWindow.At(row % g.OutH, g.InH, g.KH, g.SH, g.DH, g.PH);
                for (var ow = 0; ow < g.OutW; ow++)
                {
                    var w = PoolingWindow.At(ow, g.InW, g.KW, g.SW, g.DW, g.PW);
                    var from = dy + image * g.OutputSize + ((long)row * g.OutW + ow) * g.OutC;
                    for (var channel = firstChannel; channel < endChannel; channel += TSimd.Width)
                        Window(image * g.InputSize + channel, d, h, w, from + channel, Math.Min(TSimd.Width, endChannel - channel));
                }
            }
        }

        /// <summary>Hands what is left of the gradient to each element that is the maximum of the whole window, and takes it away from those behind.</summary>
        private void Window(long origin, PoolingWindow d, PoolingWindow h, PoolingWindow w, float* gradient, int lanes)
        {
            TVector best = default;
            TVector bestAt = default;
            var count = 0;
            for (var kd = d.First; kd < d.End; kd++)
            {
                for (var kh = h.First; kh < h.End; kh++)
                {
                    for (var kw = w.First; kw < w.End; kw++)
                    {
                        var value = Load(x + origin + Index(d.Position(kd), h.Position(kh), w.Position(kw)), lanes);
                        var exceeds = TSimd.Exceeds(value, best);
                        best = count == 0 ? value : TSimd.Select(exceeds, value, best);
                        bestAt = count == 0 ? bestAt : TSimd.Select(exceeds, TSimd.Create(count), bestAt);
                        count++;
                    }
                }
            }
            var share = Load(gradient, lanes);
            count = 0;
            for (var kd = d.First; kd < d.End; kd++)
            {
                for (var kh = h.First; kh < h.End; kh++)
                {
                    for (var kw = w.First; kw < w.End; kw++)
                    {
                        var at = dx + origin + Index(d.Position(kd), h.Position(kh), w.Position(kw));
                        var isElsewhere = TSimd.Differs(bestAt, TSimd.Create(count++));
                        var sum = TSimd.Add(Load(at, lanes), TSimd.Select(isElsewhere, default, share));
                        if (lanes == TSimd.Width)
                            TSimd.Store(at, sum);
                        else
                            TSimd.StorePartial(at, sum, lanes);
                    }
                }
            }
        }

        private long Index(int d, int h, int w) => (((long)d * g.InH + h) * g.InW + w) * g.InC;

        private static TVector Load(float* from, int lanes) => lanes == TSimd.Width ? TSimd.Load(from) : TSimd.LoadPartial(from, lanes);
    }
}
