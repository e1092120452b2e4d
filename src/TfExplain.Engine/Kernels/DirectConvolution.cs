using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// Convolution as a matrix product without an im2col matrix: the rows of each tile are pointers into the image, or to zeros in the padding.
/// Packed weights: for each phase, group and panel of target channels the values [tap, source channel, panel column], zeros behind the last channel.
/// </summary>
internal static unsafe class DirectConvolution<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = GemmTile<TSimd, TVector>.Rows;

    // Tiles of a task: enough rows to use weights often while they are in the cache, few enough for the image block to stay there with them.
    private const int MostTiles = 32;

    // Steps whose weights (one panel wide) take about a quarter of a second-level cache.
    private const int MostSteps = 1024;

    public static long PackedLength(in OrientedConvolution c, ConvolutionAlgorithm a)
    {
        var columns = a == ConvolutionAlgorithm.Narrow ? c.TargetGroupC : PanelsOf(c, a).PaddedColumns;
        long length = 0;
        for (var p = 0; p < c.Phases; p++)
            length += (long)c.Phase(p).Taps * c.SourceGroupC * columns * c.Groups;
        return length;
    }

    /// <summary>Narrow products have a whole vector for each column.</summary>
    private static Panels PanelsOf(in OrientedConvolution c, ConvolutionAlgorithm a) =>
        new(c.TargetGroupC * (a == ConvolutionAlgorithm.Narrow ? TSimd.Width : 1), TSimd.Width, TSimd.TileColumns);

    public static void Pack(in OrientedConvolution c, ConvolutionAlgorithm a, float* kernel, float* packed, WorkerPool pool)
    {
        var panels = PanelsOf(c, a);
        for (var p = 0; p < c.Phases; p++)
        {
            var phase = c.Phase(p);
            if (phase.Taps == 0)
                continue;
            if (a == ConvolutionAlgorithm.Narrow)
                pool.For(c.Groups * panels.Count, new PackNarrowBody(c, phase, panels, kernel, packed));
            else
                pool.For(c.Groups * panels.Count, new PackBody(c, phase, panels, kernel, packed));
            packed += (long)phase.Taps * c.SourceGroupC * (a == ConvolutionAlgorithm.Narrow ? c.TargetGroupC : panels.PaddedColumns) * c.Groups;
        }
    }

    public static void Run(
        in OrientedConvolution c, ConvolutionAlgorithm a, float* source, float* packed, in Epilogue epilogue, float* target, WorkerPool pool)
    {
        var panels = PanelsOf(c, a);
        var columns = a == ConvolutionAlgorithm.Narrow ? c.TargetGroupC : panels.PaddedColumns;
        for (var p = 0; p < c.Phases; p++)
        {
            var phase = c.Phase(p);
            if (phase.Positions > 0)
            {
                var tiles = (phase.Positions + Rows - 1) / Rows;
                // At least two tasks for each thread, where the image is large enough.
                var tilesPerTask = Math.Clamp(tiles * c.Batch / (4 * pool.Threads), Math.Min(8, tiles), MostTiles);
                var blocks = (tiles + tilesPerTask - 1) / tilesPerTask;
                tilesPerTask = (tiles + blocks - 1) / blocks;
                var split = c.Batch * blocks >= 4 * pool.Threads || a == ConvolutionAlgorithm.Narrow ? 1 : panels.Groups;
                var body = new Body(c, a, phase, panels, columns, tilesPerTask, blocks, split, source, packed, epilogue, target);
                pool.For(c.Batch * c.Groups * blocks * split, body);
            }
            packed += (long)phase.Taps * c.SourceGroupC * columns * c.Groups;
        }
    }

    private readonly struct PackNarrowBody(OrientedConvolution c, ConvolutionPhase phase, Panels panels, float* kernel, float* packed) : ILoopBody
    {
        public void Invoke(int index)
        {
            var group = index / panels.Count;
            var panel = index % panels.Count;
            var first = panels.First(panel) / TSimd.Width;
            var to = packed + (long)phase.Taps * c.SourceGroupC * (group * c.TargetGroupC + first);
            for (var tap = 0; tap < phase.Taps; tap++)
            for (var s = 0; s < c.SourceGroupC; s += TSimd.Width)
            for (var j = 0; j < panels.Vectors(panel); j++)
            for (var lane = 0; lane < TSimd.Width; lane++)
                *to++ = kernel[c.KernelIndex(phase, tap, group, s + lane, first + j)];
        }
    }

    private readonly struct PackBody(OrientedConvolution c, ConvolutionPhase phase, Panels panels, float* kernel, float* packed) : ILoopBody
    {
        public void Invoke(int index)
        {
            var group = index / panels.Count;
            var panel = index % panels.Count;
            var steps = (long)phase.Taps * c.SourceGroupC;
            var width = panels.Vectors(panel) * TSimd.Width;
            var columns = panels.Columns(panel);
            var to = packed + steps * ((long)group * panels.PaddedColumns + panels.First(panel));
            for (var tap = 0; tap < phase.Taps; tap++)
            {
                for (var s = 0; s < c.SourceGroupC; s++, to += width)
                {
                    var from = kernel + c.KernelIndex(phase, tap, group, s, panels.First(panel));
                    // Target channels are neighbours in the kernel, or one row of output channels apart in the adjoint.
                    var stride = c.Transposed ? c.SourceC : 1;
                    for (var j = 0; j < columns; j++)
                        to[j] = from[(long)j * stride];
                    new Span<float>(to + columns, width - columns).Clear();
                }
            }
        }
    }

    private readonly struct Body(
        OrientedConvolution c, ConvolutionAlgorithm algorithm, ConvolutionPhase phase, Panels panels, int packedColumns, int tilesPerTask, int blocks, int split,
        float* source, float* packed, Epilogue epilogue, float* target) : ILoopBody
    {
        public void Invoke(int index)
        {
            var part = index % split;
            var block = index / split % blocks;
            var group = index / split / blocks % c.Groups;
            var image = index / split / blocks / c.Groups;
            var first = block * tilesPerTask * Rows;
            var positions = Math.Min(tilesPerTask * Rows, phase.Positions - first);
            if (positions <= 0)
                return;
            var tiles = (positions + Rows - 1) / Rows;

            var shallow = algorithm == ConvolutionAlgorithm.Shallow;
            var runs = shallow ? phase.H.Taps : phase.Taps;
            var run = shallow ? phase.W.Taps * c.SourceC : c.SourceGroupC;
            var rowLength = ((phase.W.Count - 1) * phase.W.SourceStep + phase.W.Taps) * c.SourceC;
            var firstRow = first / phase.W.Count;
            var rows = shallow ? ((first + positions - 1) / phase.W.Count - firstRow) * phase.H.SourceStep + (phase.H.Taps - 1) * phase.H.OffsetStep + 1 : 0;

            // Scratch: row pointers [tile, run, row], target offsets [tile, row], zeros or padded rows, bias (before it, the taps' distances).
            var pointers = (long)tiles * Rows * runs;
            var extra = Align(shallow ? (long)rows * rowLength : c.SourceGroupC);
            var scratch = ThreadScratch.Get(2 * Align(pointers) + 2 * Align(tiles * Rows) + extra + Math.Max(panels.PaddedColumns, 2 * phase.Taps));
            var sources = (float**)scratch;
            var offsets = (nint*)(scratch + 2 * Align(pointers));
            var zeros = scratch + 2 * Align(pointers) + 2 * Align(tiles * Rows);
            var biases = zeros + extra;

            var from = source + image * c.SourceSize + group * c.SourceGroupC;
            if (shallow)
            {
                CopyRows(from, firstRow * phase.H.SourceStep + phase.H.OffsetFirst, rows, rowLength, zeros);
                PointIntoRows(first, positions, tiles, zeros, rowLength, firstRow * phase.H.SourceStep, sources);
            }
            else
            {
                new Span<float>(zeros, run).Clear();
                Point(from, first, positions, tiles, zeros, (nint*)biases, sources);
            }
            Place(first, positions, offsets);
            new Span<float>(biases, panels.PaddedColumns).Clear();
            if (epilogue.Bias != null)
                new ReadOnlySpan<float>(epilogue.Bias + group * c.TargetGroupC, c.TargetGroupC).CopyTo(new Span<float>(biases, c.TargetGroupC));

            var to = image * c.TargetSize + group * c.TargetGroupC;
            var weights = packed + (long)runs * run * group * packedColumns;
            if (algorithm == ConvolutionAlgorithm.Narrow)
            {
                MultiplyNarrow(runs, run, positions, tiles, sources, offsets, weights, biases, to);
                return;
            }
            for (var g = panels.Groups * part / split; g < panels.Groups * (part + 1) / split; g++)
                Multiply(panels.FirstOfGroup(g), panels.FirstOfGroup(g + 1), runs, run, positions, tiles, sources, offsets, weights, biases, to);
        }

        private void Multiply(
            int firstPanel, int endPanel, int runs, int run, int positions, int tiles, float** sources, nint* offsets, float* weights, float* biases, long to)
        {
            var call = new TileCall { SourceStep = 1, Low = epilogue.Low, High = epilogue.High };
            var groupLength = (long)runs * run * (panels.First(endPanel) - panels.First(firstPanel));
            var runsPerBlock = Math.Max(1, MostSteps / run);
            var runBlock = run > 2 * MostSteps ? MostSteps : run;
            var t = 0;
            do
            {
                call.Taps = Math.Min(runsPerBlock, runs - t);
                var offset = 0;
                do
                {
                    call.Length = run - offset < runBlock * 3 / 2 ? run - offset : runBlock;
                    call.SourceOffset = offset;
                    call.Resume = t + offset > 0;
                    call.Suspend = t + call.Taps < runs || offset + call.Length < run;
                    var steps = call.Taps * call.Length;
                    for (var tile = 0; tile < tiles; tile++)
                    {
                        call.Sources = sources + ((long)tile * runs + t) * Rows;
                        call.Offsets = offsets + tile * Rows;
                        for (var panel = firstPanel; panel < endPanel; panel++)
                        {
                            var columns = panels.Vectors(panel);
                            var column = panels.First(panel);
                            call.WeightStep = columns * TSimd.Width;
                            call.Weights = weights + (long)runs * run * column + ((long)t * run + offset) * call.WeightStep;
                            // Each tile fetches its share of the weights that come next: more steps of this panel or another group of panels.
                            call.AheadStep = Prefetching.Share(call.WeightStep, tiles);
                            call.Ahead = call.Weights + (call.Suspend ? steps * call.WeightStep : groupLength) + tile * call.AheadStep * steps;
                            call.Target = target + to + column;
                            call.Bias = biases + column;
                            call.Residual = epilogue.ResidualAt(to + column);
                            call.Gate = epilogue.GateAt(to + column);
                            call.LastLanes = panels.LastLanes(panel);
                            GemmTile<TSimd, TVector>.Run(Math.Min(Rows, positions - tile * Rows), columns, &call);
                        }
                    }
                    offset += (int)call.Length;
                }
                while (offset < run);
                t += call.Taps;
            }
            while (t < runs);
        }

        private void MultiplyNarrow(
            int runs, int run, int positions, int tiles, float** sources, nint* offsets, float* weights, float* biases, long to)
        {
            var call = new TileCall { Taps = runs, Length = run / TSimd.Width, Low = epilogue.Low, High = epilogue.High };
            for (var tile = 0; tile < tiles; tile++)
            {
                call.Sources = sources + (long)tile * runs * Rows;
                call.Offsets = offsets + tile * Rows;
                for (var panel = 0; panel < panels.Count; panel++)
                {
                    var column = panels.First(panel) / TSimd.Width;
                    call.Weights = weights + (long)runs * run * column;
                    call.Bias = biases + column;
                    call.Target = target + to + column;
                    call.Residual = epilogue.ResidualAt(to + column);
                    call.Gate = epilogue.GateAt(to + column);
                    NarrowTile<TSimd, TVector>.Run(Math.Min(Rows, positions - tile * Rows), panels.Vectors(panel), &call);
                }
            }
        }

        private void Point(float* from, int first, int positions, int tiles, float* zeros, nint* steps, float** sources)
        {
            var taps = phase.Taps;
            var tap = 0;
            for (var kd = 0; kd < phase.D.Taps; kd++)
            for (var kh = 0; kh < phase.H.Taps; kh++)
            for (var kw = 0; kw < phase.W.Taps; kw++)
                steps[tap++] = (((nint)kd * phase.D.OffsetStep * c.SourceH + kh * phase.H.OffsetStep) * c.SourceW + kw * phase.W.OffsetStep) * c.SourceC;

            // Source positions from which every tap lies inside.
            var (lowW, highW) = Interior(phase.W, c.SourceW);
            var (lowH, highH) = Interior(phase.H, c.SourceH);
            var (lowD, highD) = Interior(phase.D, c.SourceD);
            int stepW = phase.W.SourceStep, endW = phase.W.Count, firstW = phase.W.OffsetFirst;
            var channels = c.SourceC;
            var w = first % phase.W.Count;
            var h = first / phase.W.Count % phase.H.Count;
            var d = first / phase.W.Count / phase.H.Count;
            for (var i = 0; i < positions;)
            {
                // One row of positions at a time, or what the task has of it.
                var sd = d * phase.D.SourceStep + phase.D.OffsetFirst;
                var sh = h * phase.H.SourceStep + phase.H.OffsetFirst;
                var isInside = sd >= lowD && sd <= highD && sh >= lowH && sh <= highH;
                var row = from + ((nint)sd * c.SourceH + sh) * c.SourceW * channels;
                for (var end = Math.Min(positions, i + endW - w); i < end; i++, w++)
                {
                    var sw = w * stepW + firstW;
                    var at = row + (nint)sw * channels;
                    var to = sources + (nint)(i / Rows) * taps * Rows + i % Rows;
                    if (isInside && sw >= lowW && sw <= highW)
                    {
                        for (tap = 0; tap < taps; tap++)
                            to[(nint)tap * Rows] = at + steps[tap];
                    }
                    else
                    {
                        PointAtBorder(sd, sh, sw, at, zeros, steps, to);
                    }
                }
                w = 0;
                if (++h == phase.H.Count)
                {
                    h = 0;
                    d++;
                }
            }
            for (var i = positions; i < tiles * Rows; i++)
            {
                for (tap = 0; tap < taps; tap++)
                    sources[((nint)(i / Rows) * taps + tap) * Rows + i % Rows] = zeros;
            }
        }

        private static (int Low, int High) Interior(PhaseAxis axis, int size)
        {
            var reach = (axis.Taps - 1) * axis.OffsetStep;
            return (Math.Max(0, -reach), size - 1 - Math.Max(0, reach));
        }

        private void PointAtBorder(int sd, int sh, int sw, float* at, float* zeros, nint* steps, float** to)
        {
            for (var kd = 0; kd < phase.D.Taps; kd++)
            {
                for (var kh = 0; kh < phase.H.Taps; kh++)
                {
                    var isInside = (uint)(sd + kd * phase.D.OffsetStep) < (uint)c.SourceD && (uint)(sh + kh * phase.H.OffsetStep) < (uint)c.SourceH;
                    for (var kw = 0; kw < phase.W.Taps; kw++, to += Rows)
                        *to = isInside && (uint)(sw + kw * phase.W.OffsetStep) < (uint)c.SourceW ? at + *steps++ : Skip(ref steps, zeros);
                }
            }
        }

        private static float* Skip(ref nint* steps, float* zeros)
        {
            steps++;
            return zeros;
        }

        private void Place(int first, int positions, nint* offsets)
        {
            var step = (nint)phase.W.TargetStep * c.TargetC;
            var w = first % phase.W.Count;
            var h = first / phase.W.Count % phase.H.Count;
            var d = first / phase.W.Count / phase.H.Count;
            for (var i = 0; i < positions;)
            {
                var td = phase.D.TargetFirst + d * phase.D.TargetStep;
                var th = phase.H.TargetFirst + h * phase.H.TargetStep;
                var at = (((nint)td * c.TargetH + th) * c.TargetW + phase.W.TargetFirst) * c.TargetC + w * step;
                for (var end = Math.Min(positions, i + phase.W.Count - w); i < end; i++, at += step)
                    offsets[i] = at;
                w = 0;
                if (++h == phase.H.Count)
                {
                    h = 0;
                    d++;
                }
            }
        }

        private void CopyRows(float* from, int firstRow, int rows, int rowLength, float* to)
        {
            var left = Math.Min(-phase.W.OffsetFirst * c.SourceC, rowLength);
            var length = Math.Min(c.SourceW * c.SourceC, rowLength - left);
            for (var row = firstRow; row < firstRow + rows; row++, to += rowLength)
            {
                var line = new Span<float>(to, rowLength);
                if ((uint)row >= (uint)c.SourceH)
                {
                    line.Clear();
                    continue;
                }
                line[..left].Clear();
                new ReadOnlySpan<float>(from + (long)row * c.SourceW * c.SourceC, length).CopyTo(line[left..]);
                line[(left + length)..].Clear();
            }
        }

        private void PointIntoRows(int first, int positions, int tiles, float* lines, int rowLength, int firstRow, float** sources)
        {
            var runs = phase.H.Taps;
            var step = (nint)phase.H.OffsetStep * rowLength;
            var pixel = (nint)phase.W.SourceStep * c.SourceC;
            int w = first % phase.W.Count, h = first / phase.W.Count;
            for (var i = 0; i < positions; h++, w = 0)
            {
                var at = lines + (nint)(h * phase.H.SourceStep - firstRow) * rowLength + w * pixel;
                for (var end = Math.Min(positions, i + phase.W.Count - w); i < end; i++, at += pixel)
                {
                    var to = sources + (nint)(i / Rows) * runs * Rows + i % Rows;
                    for (var kh = 0; kh < runs; kh++)
                        to[(nint)kh * Rows] = at + kh * step;
                }
            }
            // A tile's missing rows point anywhere in memory that is there; they are not followed.
            for (var i = positions; i < tiles * Rows; i++)
            {
                for (var kh = 0; kh < runs; kh++)
                    sources[((nint)(i / Rows) * runs + kh) * Rows + i % Rows] = lines;
            }
        }

        private static long Align(long floats) => (floats + 15) & ~15L;
    }
}
