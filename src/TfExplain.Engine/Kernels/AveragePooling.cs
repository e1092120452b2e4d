using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>Average pooling, vectorised over channels. The gradient gathers, for each input row, from the windows that cover it.</summary>
internal static unsafe class AveragePooling<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static void Forward(in ConvolutionGeometry g, float* x, float* y, bool countPadding, WorkerPool pool) =>
        pool.For(g.Batch * g.OutD * g.OutH, new ForwardBody(g, x, y, countPadding));

    public static void Gradient(in ConvolutionGeometry g, float* dy, float* dx, bool countPadding, WorkerPool pool) =>
        pool.For(g.Batch * g.InD * g.InH, new GradientBody(g, dy, dx, countPadding));

    private static void AddScaled(float* from, float scale, float* to, int count)
    {
        var factor = TSimd.Create(scale);
        var i = 0;
        for (; i <= count - TSimd.Width; i += TSimd.Width)
            TSimd.Store(to + i, TSimd.MultiplyAdd(TSimd.Load(from + i), factor, TSimd.Load(to + i)));
        if (i < count)
            TSimd.StorePartial(to + i, TSimd.MultiplyAdd(TSimd.LoadPartial(from + i, count - i), factor, TSimd.LoadPartial(to + i, count - i)), count - i);
    }

    private readonly struct ForwardBody(ConvolutionGeometry g, float* x, float* y, bool countPadding) : ILoopBody
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
                var count = countPadding ? g.Taps : d.Count * h.Count * w.Count;
                var scale = TSimd.Create(count == 0 ? 0 : 1f / count);
                for (var channel = 0; channel < g.InC; channel += TSimd.Width)
                {
                    var lanes = Math.Min(TSimd.Width, g.InC - channel);
                    var sum = Sum(from + channel, d, h, w, lanes);
                    // Dividing rather than multiplying by the reciprocal would round once less but costs more than the sum.
                    TSimd.StorePartial(to + channel, TSimd.Multiply(sum, scale), lanes);
                }
            }
        }

        private TVector Sum(float* from, PoolingWindow d, PoolingWindow h, PoolingWindow w, int lanes)
        {
            TVector sum = default;
            for (var kd = d.First; kd < d.End; kd++)
            {
                for (var kh = h.First; kh < h.End; kh++)
                {
                    var at = from + (((long)d.Position(kd) * g.InH + h.Position(kh)) * g.InW + w.Position(w.First)) * g.InC;
                    for (var kw = w.First; kw < w.End; kw++, at += (long)w.Dilation * g.InC)
                        sum = TSimd.Add(sum, lanes == TSimd.Width ? TSimd.Load(at) : TSimd.LoadPartial(at, lanes));
                }
            }
            return sum;
        }
    }

    private readonly struct GradientBody(ConvolutionGeometry g, float* dy, float* dx, bool countPadding) : ILoopBody
    {
        public void Invoke(int index)
        {
            var image = index / (g.InD * g.InH);
            var id = index / g.InH % g.InD;
            var ih = index % g.InH;
            var to = dx + (long)index * g.InW * g.InC;
            new Span<float>(to, g.InW * g.InC).Clear();
            // Output positions whose windows cover this row lie within the kernel's reach before it.
            for (var od = First(id, g.KD, g.SD, g.DD, g.PD); od < g.OutD && od * g.SD - g.PD <= id; od++)
            {
                if (!Covers(id, od * g.SD - g.PD, g.KD, g.DD))
                    continue;
                for (var oh = First(ih, g.KH, g.SH, g.DH, g.PH); oh < g.OutH && oh * g.SH - g.PH <= ih; oh++)
                {
                    if (Covers(ih, oh * g.SH - g.PH, g.KH, g.DH))
                        Row(image, od, oh, to);
                }
            }
        }

        private static int First(int input, int kernel, int stride, int dilation, int padding) =>
            Math.Max(0, (input + padding - (kernel - 1) * dilation + stride - 1) / stride);

        private static bool Covers(int input, int start, int kernel, int dilation) =>
            (input - start) % dilation == 0 && (input - start) / dilation < kernel;

        private void Row(int image, int od, int oh, float* to)
        {
            var d = PoolingWindow.At(od, g.InD, g.KD, g.SD, g.DD, g.PD);
            var h = PoolingWindow.At(oh, g.InH, g.KH, g.SH, g.DH, g.PH);
            var from = dy + image * g.OutputSize + ((long)od * g.OutH + oh) * g.OutW * g.OutC;
            for (var ow = 0; ow < g.OutW; ow++, from += g.OutC)
            {
                var w = PoolingWindow.At(ow, g.InW, g.KW, g.SW, g.DW, g.PW);
                var scale = 1f / (countPadding ? g.Taps : d.Count * h.Count * w.Count);
                for (var kw = w.First; kw < w.End; kw++)
                    AddScaled(from, scale, to + (long)w.Position(kw) * g.InC, g.InC);
            }
        }
    }
}
