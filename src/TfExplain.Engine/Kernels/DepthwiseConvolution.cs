using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>The weights of depthwise convolutions with one output channel per input channel: for each phase [tap, channel].</summary>
internal static unsafe class DepthwiseConvolution
{
    public static void Pack(in OrientedConvolution c, float* kernel, float* packed)
    {
        for (var p = 0; p < c.Phases; p++)
        {
            var phase = c.Phase(p);
            for (var tap = 0; tap < phase.Taps; tap++)
            {
                for (var channel = 0; channel < c.SourceC; channel++)
                    *packed++ = kernel[c.KernelIndex(phase, tap, channel, 0, 0)];
            }
        }
    }
}

/// <summary>
/// Depthwise convolution and its adjoint, vectorised over channels, four neighbouring positions at a time.
/// Taps in the padding are left out.
/// </summary>
internal static unsafe class DepthwiseConvolution<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Pixels = 4;

    // Multiply-adds that are worth handing to another thread.
    private const long LeastWork = 128 * 1024;

    public static void Run(
        in OrientedConvolution c, float* source, float* packed, in Epilogue epilogue, float* target, WorkerPool pool)
    {
        for (var p = 0; p < c.Phases; p++)
        {
            var phase = c.Phase(p);
            if (phase.Positions > 0)
            {
                var rows = phase.D.Count * phase.H.Count;
                var workPerRow = (long)phase.W.Count * c.SourceC * Math.Max(phase.Taps, 1);
                var rowsPerTask = (int)Math.Clamp(LeastWork / workPerRow, 1, rows);
                var blocks = (rows + rowsPerTask - 1) / rowsPerTask;
                pool.For(c.Batch * blocks, new Body(c, phase, rowsPerTask, blocks, source, packed, epilogue, target));
            }
            packed += (long)phase.Taps * c.SourceC;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Call
    {
        /// <summary>For each tap its source and its weights.</summary>
        public float** Taps;

        public int TapCount;

        public nint SourceStep;

        public nint TargetStep;

        public float* Bias;

        public float* Residual;

        public float* Gate;

        public float Low;

        public float High;

        public int Channels;
    }

    private readonly struct Body(
        OrientedConvolution c, ConvolutionPhase phase, int rowsPerTask, int blocks,
        float* source, float* packed, Epilogue epilogue, float* target) : ILoopBody
    {
        public void Invoke(int index)
        {
            var image = index / blocks;
            var first = index % blocks * rowsPerTask;
            var last = Math.Min(first + rowsPerTask, phase.D.Count * phase.H.Count);
            var taps = (float**)ThreadScratch.Get(4L * Math.Max(phase.Taps, 1));
            for (var row = first; row < last; row++)
                Row(image, row / phase.H.Count, row % phase.H.Count, taps);
        }

        private void Row(int image, int d, int h, float** taps)
        {
            var td = phase.D.TargetFirst + d * phase.D.TargetStep;
            var th = phase.H.TargetFirst + h * phase.H.TargetStep;
            var row = (((long)image * (c.TargetSize / c.TargetC / c.TargetH / c.TargetW) + td) * c.TargetH + th) * c.TargetW * c.TargetC;
            var call = new Call
            {
                Taps = taps,
                SourceStep = phase.W.SourceStep * c.SourceC,
                TargetStep = phase.W.TargetStep * c.TargetC,
                Bias = epilogue.Bias,
                Low = epilogue.Low,
                High = epilogue.High,
                Channels = c.SourceC,
            };
            var w = 0;
            while (w < phase.W.Count)
            {
                // A stretch of positions with the same taps inside the image.
                var count = Stretch(w);
                call.TapCount = Gather(image, d, h, w, taps);
                nint shift = 0;
                for (; count > 0; w += Pixels, count -= Pixels, shift += Pixels * call.SourceStep)
                {
                    var at = row + (phase.W.TargetFirst + (long)w * phase.W.TargetStep) * c.TargetC;
                    call.Residual = epilogue.ResidualAt(at);
                    call.Gate = epilogue.GateAt(at);
                    switch (Math.Min(count, Pixels))
                    {
                        case 1: Channels<One>(&call, shift, target + at); break;
                        case 2: Channels<Two>(&call, shift, target + at); break;
                        case 3: Channels<Three>(&call, shift, target + at); break;
                        default: Channels<Four>(&call, shift, target + at); break;
                    }
                }
                w += count;
            }
        }

        private int Stretch(int w)
        {
            var lowest = phase.W.OffsetFirst;
            var highest = lowest + (phase.W.Taps - 1) * phase.W.OffsetStep;
            if (highest < lowest)
                (lowest, highest) = (highest, lowest);
            var at = w * phase.W.SourceStep;
            if (phase.W.Taps == 0)
                return phase.W.Count - w;
            if (at + lowest < 0 || at + highest >= c.SourceW)
                return 1;
            return Math.Min(phase.W.Count - w, (c.SourceW - 1 - highest - at) / phase.W.SourceStep + 1);
        }

        private int Gather(int image, int d, int h, int w, float** taps)
        {
            var from = source + image * c.SourceSize;
            var weights = packed;
            var count = 0;
            for (var kd = 0; kd < phase.D.Taps; kd++)
            {
                var sd = d * phase.D.SourceStep + phase.D.OffsetFirst + kd * phase.D.OffsetStep;
                for (var kh = 0; kh < phase.H.Taps; kh++)
                {
                    var sh = h * phase.H.SourceStep + phase.H.OffsetFirst + kh * phase.H.OffsetStep;
                    for (var kw = 0; kw < phase.W.Taps; kw++, weights += c.SourceC)
                    {
                        var sw = w * phase.W.SourceStep + phase.W.OffsetFirst + kw * phase.W.OffsetStep;
                        if ((uint)sd >= (uint)c.SourceD || (uint)sh >= (uint)c.SourceH || (uint)sw >= (uint)c.SourceW)
                            continue;
                        taps[2 * count] = from + (((long)sd * c.SourceH + sh) * c.SourceW + sw) * c.SourceC;
                        taps[2 * count++ + 1] = weights;
                    }
                }
            }
            return count;
        }
    }

    private static void Channels<TPixels>(Call* call, nint shift, float* target)
        where TPixels : struct, ICount
    {
        var channel = 0;
        if (TSimd.TileColumns >= 4)
            channel = Tiles<TPixels, Four>(call, shift, target, channel);
        channel = Tiles<TPixels, Two>(call, shift, target, channel);
        channel = Tiles<TPixels, One>(call, shift, target, channel);
        if (channel < call->Channels)
            Rest<TPixels>(call, shift, target, channel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Tiles<TPixels, TColumns>(Call* call, nint shift, float* target, int channel)
        where TPixels : struct, ICount
        where TColumns : struct, ICount
    {
        var end = call->Taps + 2 * (nint)call->TapCount;
        var step = call->SourceStep;
        var low = TSimd.Create(call->Low);
        var high = TSimd.Create(call->High);
        for (; channel <= call->Channels - TColumns.Value * TSimd.Width; channel += TColumns.Value * TSimd.Width)
        {
            TVector c00 = default, c01 = default, c02 = default, c03 = default;
            if (call->Bias != null)
            {
                c00 = TSimd.Load(call->Bias + channel);
                c01 = TColumns.Value > 1 ? TSimd.Load(call->Bias + channel + TSimd.Width) : c00;
                c02 = TColumns.Value > 2 ? TSimd.Load(call->Bias + channel + 2 * TSimd.Width) : c00;
                c03 = TColumns.Value > 3 ? TSimd.Load(call->Bias + channel + 3 * TSimd.Width) : c00;
            }
            TVector c10 = c00, c11 = c01, c12 = c02, c13 = c03;
            TVector c20 = c00, c21 = c01, c22 = c02, c23 = c03;
            TVector c30 = c00, c31 = c01, c32 = c02, c33 = c03;
            var at = shift + channel;
            for (var tap = call->Taps; tap < end; tap += 2)
            {
                var weights = tap[1] + channel;
                var w0 = TSimd.Load(weights);
                var w1 = TColumns.Value > 1 ? TSimd.Load(weights + TSimd.Width) : w0;
                var w2 = TColumns.Value > 2 ? TSimd.Load(weights + 2 * TSimd.Width) : w0;
                var w3 = TColumns.Value > 3 ? TSimd.Load(weights + 3 * TSimd.Width) : w0;
                var x = tap[0] + at;
                Step<TColumns>(x, w0, w1, w2, w3, ref c00, ref c01, ref c02, ref c03);
                if (TPixels.Value > 1)
                    Step<TColumns>(x + step, w0, w1, w2, w3, ref c10, ref c11, ref c12, ref c13);
                if (TPixels.Value > 2)
                    Step<TColumns>(x + 2 * step, w0, w1, w2, w3, ref c20, ref c21, ref c22, ref c23);
                if (TPixels.Value > 3)
                    Step<TColumns>(x + 3 * step, w0, w1, w2, w3, ref c30, ref c31, ref c32, ref c33);
            }
            var to = target + channel;
            var residual = call->Residual == null ? null : call->Residual + channel;
            var gate = call->Gate == null ? null : call->Gate + channel;
            var targetStep = call->TargetStep;
            Finish<TColumns>(to, residual, gate, 0, low, high, c00, c01, c02, c03);
            if (TPixels.Value > 1)
                Finish<TColumns>(to, residual, gate, targetStep, low, high, c10, c11, c12, c13);
            if (TPixels.Value > 2)
                Finish<TColumns>(to, residual, gate, 2 * targetStep, low, high, c20, c21, c22, c23);
            if (TPixels.Value > 3)
                Finish<TColumns>(to, residual, gate, 3 * targetStep, low, high, c30, c31, c32, c33);
        }
        return channel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TColumns>(
        float* x, TVector w0, TVector w1, TVector w2, TVector w3, ref TVector c0, ref TVector c1, ref TVector c2, ref TVector c3)
        where TColumns : struct, ICount
    {
        c0 = TSimd.MultiplyAdd(TSimd.Load(x), w0, c0);
        if (TColumns.Value > 1)
            c1 = TSimd.MultiplyAdd(TSimd.Load(x + TSimd.Width), w1, c1);
        if (TColumns.Value > 2)
            c2 = TSimd.MultiplyAdd(TSimd.Load(x + 2 * TSimd.Width), w2, c2);
        if (TColumns.Value > 3)
            c3 = TSimd.MultiplyAdd(TSimd.Load(x + 3 * TSimd.Width), w3, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TColumns>(
        float* target, float* residual, float* gate, nint at, TVector low, TVector high, TVector c0, TVector c1, TVector c2, TVector c3)
        where TColumns : struct, ICount
    {
        target += at;
        if (residual != null)
        {
            residual += at;
            c0 = TSimd.Add(c0, TSimd.Load(residual));
            if (TColumns.Value > 1)
                c1 = TSimd.Add(c1, TSimd.Load(residual + TSimd.Width));
            if (TColumns.Value > 2)
                c2 = TSimd.Add(c2, TSimd.Load(residual + 2 * TSimd.Width));
            if (TColumns.Value > 3)
                c3 = TSimd.Add(c3, TSimd.Load(residual + 3 * TSimd.Width));
        }
        if (gate != null)
        {
            gate += at;
            TSimd.Store(target, TSimd.Gated(c0, TSimd.Load(gate), low, high));
            if (TColumns.Value > 1)
                TSimd.Store(target + TSimd.Width, TSimd.Gated(c1, TSimd.Load(gate + TSimd.Width), low, high));
            if (TColumns.Value > 2)
                TSimd.Store(target + 2 * TSimd.Width, TSimd.Gated(c2, TSimd.Load(gate + 2 * TSimd.Width), low, high));
            if (TColumns.Value > 3)
                TSimd.Store(target + 3 * TSimd.Width, TSimd.Gated(c3, TSimd.Load(gate + 3 * TSimd.Width), low, high));
            return;
        }
        TSimd.Store(target, TSimd.Clamp(c0, low, high));
        if (TColumns.Value > 1)
            TSimd.Store(target + TSimd.Width, TSimd.Clamp(c1, low, high));
        if (TColumns.Value > 2)
            TSimd.Store(target + 2 * TSimd.Width, TSimd.Clamp(c2, low, high));
        if (TColumns.Value > 3)
            TSimd.Store(target + 3 * TSimd.Width, TSimd.Clamp(c3, low, high));
    }

    /// <summary>The channels behind the last whole vector.</summary>
    private static void Rest<TPixels>(Call* call, nint shift, float* target, int channel)
        where TPixels : struct, ICount
    {
        var lanes = call->Channels - channel;
        for (var pixel = 0; pixel < TPixels.Value; pixel++)
        {
            var sum = call->Bias == null ? default : TSimd.LoadPartial(call->Bias + channel, lanes);
            var from = shift + pixel * call->SourceStep + channel;
            for (var tap = 0; tap < call->TapCount; tap++)
            {
                var weights = TSimd.LoadPartial(call->Taps[2 * tap + 1] + channel, lanes);
                sum = TSimd.MultiplyAdd(TSimd.LoadPartial(call->Taps[2 * tap] + from, lanes), weights, sum);
            }
            var at = pixel * call->TargetStep + channel;
            if (call->Residual != null)
                sum = TSimd.Add(sum, TSimd.LoadPartial(call->Residual + at, lanes));
            TVector low = TSimd.Create(call->Low), high = TSimd.Create(call->High);
            TSimd.StorePartial(target + at, call->Gate == null ? TSimd.Clamp(sum, low, high) : TSimd.Gated(sum, TSimd.LoadPartial(call->Gate + at, lanes), low, high), lanes);
        }
    }
}
