using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// Products of row-major matrices. Each element is one chain of multiply-adds in the order of k, whatever the number of rows or threads.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>C[m, n] = clamp(op(A)[m, k] op(B)[k, n] + bias[n], lo, hi); op transposes where asked; <paramref name="bias"/> may be null. A NaN passes the clamp.</summary>
    public static void Multiply(
        int m, int n, int k, float* a, long lda, bool transposeA, float* b, long ldb, bool transposeB, float* c, long ldc,
        float* bias, float lo, float hi, WorkerPool pool) =>
        MultiplyBatched(1, m, n, k, a, lda, transposeA, b, ldb, transposeB, c, ldc, bias, lo, hi, 0, 0, 0, pool);

    /// <summary><see cref="Multiply"/> for each matrix of a batch, the strides apart; stride 0 uses one operand for all.</summary>
    public static void MultiplyBatched(
        int batch, int m, int n, int k, float* a, long lda, bool transposeA, float* b, long ldb, bool transposeB, float* c, long ldc,
        float* bias, float lo, float hi, long strideA, long strideB, long strideC, WorkerPool pool)
    {
        if (batch == 0 || m == 0 || n == 0)
            return;
        var operands = new MatrixOperands(m, n, k, a, lda, transposeA, b, ldb, transposeB, c, ldc, bias, lo, hi, strideA, strideB, strideC);
        switch (SimdPaths.Current)
        {
            case SimdPath.Avx512: MatrixProduct<Simd512, Vector512<float>>.Run(batch, operands, pool); break;
            case SimdPath.Avx2: MatrixProduct<Simd256, Vector256<float>>.Run(batch, operands, pool); break;
            default: MatrixProduct<Simd128, Vector128<float>>.Run(batch, operands, pool); break;
        }
    }
}

/// <summary>The arguments of <see cref="MatrixProduct.MultiplyBatched"/>.</summary>
internal readonly unsafe struct MatrixOperands(
    int m, int n, int k, float* a, long lda, bool transposeA, float* b, long ldb, bool transposeB, float* c, long ldc,
    float* bias, float low, float high, long strideA, long strideB, long strideC)
{
    public readonly int M = m, N = n, K = k;
    public readonly float* A = a, B = b, C = c, Bias = bias;
    public readonly long StrideA = strideA, StrideB = strideB, StrideC = strideC;

    /// <summary>Distances in A from row to row and from k to k.</summary>
    public readonly nint RowA = transposeA ? 1 : (nint)lda, StepA = transposeA ? (nint)lda : 1;

    public readonly long LdB = ldb, LdC = ldc;
    public readonly bool TransposeB = transposeB;
    public readonly float Low = low, High = high;
}

/// <summary>The product on one kind of vector: many rows on packed panels of B, few rows on B as it lies.</summary>
internal static unsafe class MatrixProduct<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = GemmTile<TSimd, TVector>.Rows;

    // Steps of a packed group of panels: a quarter of a megabyte, which leaves room in the second-level cache for rows of A.
    private const int MostSteps = 1024;

    // Elements of B that are transposed at a time: half of a first-level cache.
    private const int Transposed = 4096;

    // Columns of B^T, that is rows of B, read side by side where few rows of A make reading B the main cost.
    private const int FewRowsColumns = 16;

    // Rows of a panel lie too far apart for the processor to foresee them.
    private const int PrefetchedRows = 16;

    private const int LeastTilesPerTask = 12;

    // Up to here reading B once matters more than keeping sums in registers.
    private const int FewRows = 8;

    public static void Run(int batch, in MatrixOperands o, WorkerPool pool)
    {
        if (o.M <= FewRows && !o.TransposeB && o.N >= TSimd.Width)
        {
            // Eight rows of a chunk are read once for every row of A: from the first-level cache, but for the first.
            var chunk = Math.Clamp(o.N / (2 * pool.Threads), 256, o.M == 1 ? 2048 : 1024) & -TSimd.Width;
            var chunks = (o.N + chunk - 1) / chunk;
            pool.For(batch * chunks, new FewRowsBody(o, chunk, chunks));
            return;
        }
        var panels = new Panels(o.N, TSimd.Width, o.M <= FewRows ? Math.Min(TSimd.TileColumns, FewRowsColumns / TSimd.Width) : TSimd.TileColumns);
        var tiles = (o.M + Rows - 1) / Rows;
        var wanted = (4 * pool.Threads + batch * panels.Groups - 1) / (batch * panels.Groups);
        var split = Math.Max(1, Math.Min(wanted, tiles / LeastTilesPerTask));
        pool.For(batch * panels.Groups * split, new PanelBody(o, panels, tiles, split));
    }

    private readonly struct PanelBody(MatrixOperands o, Panels panels, int tiles, int split) : ILoopBody
    {
        public void Invoke(int index)
        {
            var part = index % split;
            var group = index / split % panels.Groups;
            var matrix = index / split / panels.Groups;
            var firstTile = (int)((long)tiles * part / split);
            var endTile = (int)((long)tiles * (part + 1) / split);
            var firstPanel = panels.FirstOfGroup(group);
            var endPanel = panels.FirstOfGroup(group + 1);
            var first = panels.First(firstPanel);
            var width = panels.First(endPanel) - first;

            var most = Math.Min(o.K, MostSteps);
            var packed = ThreadScratch.Get((long)(most + 1) * width);
            var bias = packed + (long)most * width;
            new Span<float>(bias, width).Clear();
            if (o.Bias != null)
                new ReadOnlySpan<float>(o.Bias + first, Math.Min(width, o.N - first)).CopyTo(new Span<float>(bias, width));

            var offsets = stackalloc nint[Rows];
            for (var i = 0; i < Rows; i++)
                offsets[i] = (nint)(i * o.LdC);
            var sources = stackalloc float*[Rows];
            var call = new TileCall { Sources = sources, SourceStep = o.StepA, Offsets = offsets, Low = o.Low, High = o.High };
            var step = 0;
            do
            {
                call.Length = Math.Min(MostSteps, o.K - step);
                call.Taps = o.K > 0 ? 1 : 0;
                call.Resume = step > 0;
                call.Suspend = step + call.Length < o.K;
                for (var panel = firstPanel; panel < endPanel; panel++)
                    Pack(matrix, panel, step, (int)call.Length, packed + call.Length * (panels.First(panel) - first));
                var a = o.A + matrix * o.StrideA + step * o.StepA;
                for (var tile = firstTile; tile < endTile; tile++)
                {
                    var rows = Math.Min(Rows, o.M - tile * Rows);
                    for (var i = 0; i < Rows; i++)
                        sources[i] = a + (tile * Rows + Math.Min(i, rows - 1)) * o.RowA;
                    for (var panel = firstPanel; panel < endPanel; panel++)
                    {
                        var column = panels.First(panel);
                        var columns = panels.Vectors(panel);
                        call.Weights = packed + call.Length * (column - first);
                        call.WeightStep = columns * TSimd.Width;
                        call.Bias = bias + column - first;
                        call.LastLanes = panels.LastLanes(panel);
                        call.Target = o.C + matrix * o.StrideC + (long)tile * Rows * o.LdC + column;
                        GemmTile<TSimd, TVector>.Run(rows, columns, &call);
                    }
                }
                step += (int)call.Length;
            }
            while (step < o.K);
        }

        private void Pack(int matrix, int panel, int step, int steps, float* to)
        {
            var b = o.B + matrix * o.StrideB;
            var column = panels.First(panel);
            var width = panels.Vectors(panel) * TSimd.Width;
            if (o.TransposeB)
                PackTransposed(b + column * o.LdB + step, steps, o.K - step, panels.Columns(panel), width, to);
            else
                Pack(b + step * o.LdB + column, steps, panels.Columns(panel), width, to);
        }

        private void Pack(float* from, int steps, int columns, int width, float* to)
        {
            var whole = columns & -TSimd.Width;
            for (var i = 0; i < steps; i++, from += o.LdB, to += width)
            {
                var ahead = i + PrefetchedRows < steps ? PrefetchedRows * o.LdB : 0;
                for (var j = 0; j < whole; j += TSimd.Width)
                {
                    Prefetching.Near(from + ahead + j);
                    TSimd.Store(to + j, TSimd.Load(from + j));
                }
                if (whole < columns)
                    TSimd.Store(to + whole, TSimd.LoadPartial(from + whole, columns - whole));
            }
        }

        private void PackTransposed(float* from, int steps, int stepsLeft, int columns, int width, float* to)
        {
            // Few steps at a time, so that the columns being written stay in the first-level cache; meanwhile the next ones are fetched.
            var most = Transposed / width;
            for (; steps > 0; steps -= most, stepsLeft -= most, from += most, to += most * width)
            {
                var count = Math.Min(steps, most);
                var column = 0;
                for (; column <= columns - 4; column += 4)
                    TransposeFour(from + column * o.LdB, (nint)o.LdB, count, to + column, width, stepsLeft > most ? most : 0);
                for (; column < width; column++)
                {
                    for (var i = 0; i < count; i++)
                        to[(long)i * width + column] = column < columns ? from[column * o.LdB + i] : 0;
                }
            }
        }
    }

    /// <summary>Writes four rows of <paramref name="steps"/> values as columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(float* from, nint stride, int steps, float* to, nint width, int ahead)
    {
        var i = 0;
        for (; i <= steps - 4; i += 4, to += 4 * width)
        {
            if (ahead > 0 && i % 16 == 0)
            {
                Prefetching.Near(from + i + ahead);
                Prefetching.Near(from + stride + i + ahead);
                Prefetching.Near(from + 2 * stride + i + ahead);
                Prefetching.Near(from + 3 * stride + i + ahead);
            }
            var r0 = Vector128.Load(from + i);
            var r1 = Vector128.Load(from + stride + i);
            var r2 = Vector128.Load(from + 2 * stride + i);
            var r3 = Vector128.Load(from + 3 * stride + i);
            var low02 = InterleaveLow(r0, r2);
            var low13 = InterleaveLow(r1, r3);
            var high02 = InterleaveHigh(r0, r2);
            var high13 = InterleaveHigh(r1, r3);
            InterleaveLow(low02, low13).Store(to);
            InterleaveHigh(low02, low13).Store(to + width);
            InterleaveLow(high02, high13).Store(to + 2 * width);
            InterleaveHigh(high02, high13).Store(to + 3 * width);
        }
        for (; i < steps; i++, to += width)
        {
            for (var j = 0; j < 4; j++)
                to[j] = from[j * stride + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    private readonly struct FewRowsBody(MatrixOperands o, int chunk, int chunks) : ILoopBody
    {
        private const int Steps = 8;

        public void Invoke(int index)
        {
            var matrix = index / chunks;
            var column = index % chunks * chunk;
            var columns = Math.Min(chunk, o.N - column);
            var whole = columns & -TSimd.Width;
            var sums = ThreadScratch.Get((long)o.M * chunk);
            new Span<float>(sums, o.M * chunk).Clear();
            var a = o.A + matrix * o.StrideA;
            var b = o.B + matrix * o.StrideB + column;
            var k = 0;
            for (; k <= o.K - Steps; k += Steps)
            {
                // The first of several rows brings the next steps near; one row alone leaves that to the processor.
                var ahead = o.M > 1 && k <= o.K - 2 * Steps ? Steps * (nint)o.LdB : 0;
                for (var row = 0; row < o.M; row++)
                    EightSteps(a + row * o.RowA + k * o.StepA, o.StepA, b + k * o.LdB, (nint)o.LdB, sums + (long)row * chunk, whole, row == 0 ? ahead : 0);
            }
            for (; k < o.K; k++)
            {
                for (var row = 0; row < o.M; row++)
                    OneStep(a[row * o.RowA + k * o.StepA], b + k * o.LdB, sums + (long)row * chunk, whole);
            }
            var lanes = columns - whole;
            for (var row = 0; row < o.M; row++)
            {
                if (lanes > 0)
                    Last(a + row * o.RowA, b + whole, sums + (long)row * chunk + whole, lanes);
                var to = o.C + matrix * o.StrideC + row * o.LdC + column;
                for (var j = 0; j < columns; j += TSimd.Width)
                    Finish(sums + (long)row * chunk + j, column + j, to + j, Math.Min(TSimd.Width, columns - j));
            }
        }

        private void Last(float* a, float* b, float* sums, int lanes)
        {
            TVector sum = default;
            for (var k = 0; k < o.K; k++)
                sum = TSimd.MultiplyAdd(TSimd.Create(a[k * o.StepA]), TSimd.LoadPartial(b + k * o.LdB, lanes), sum);
            TSimd.StorePartial(sums, sum, lanes);
        }

        private void Finish(float* sums, int column, float* to, int lanes)
        {
            var value = TSimd.LoadPartial(sums, lanes);
            // A bias of zero is added too, as the tiles do, so that -0 comes out alike.
            value = TSimd.Add(value, o.Bias == null ? default : TSimd.LoadPartial(o.Bias + column, lanes));
            TSimd.StorePartial(to, TSimd.Clamp(value, TSimd.Create(o.Low), TSimd.Create(o.High)), lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightSteps(float* a, nint stepA, float* b, nint ldb, float* sums, int columns, nint ahead)
    {
        if (ahead != 0)
            PrefetchRows(b + ahead, ldb, columns);
        var a0 = TSimd.Create(a[0]);
        var a1 = TSimd.Create(a[stepA]);
        var a2 = TSimd.Create(a[2 * stepA]);
        var a3 = TSimd.Create(a[3 * stepA]);
        var a4 = TSimd.Create(a[4 * stepA]);
        var a5 = TSimd.Create(a[5 * stepA]);
        var a6 = TSimd.Create(a[6 * stepA]);
        var a7 = TSimd.Create(a[7 * stepA]);
        var b4 = b + 4 * ldb;
        var ldb3 = 3 * ldb;
        for (var end = sums + columns; sums < end; sums += TSimd.Width, b += TSimd.Width, b4 += TSimd.Width)
        {
            var sum = TSimd.Load(sums);
            sum = TSimd.MultiplyAdd(a0, TSimd.Load(b), sum);
            sum = TSimd.MultiplyAdd(a1, TSimd.Load(b + ldb), sum);
            sum = TSimd.MultiplyAdd(a2, TSimd.Load(b + 2 * ldb), sum);
            sum = TSimd.MultiplyAdd(a3, TSimd.Load(b + ldb3), sum);
            sum = TSimd.MultiplyAdd(a4, TSimd.Load(b4), sum);
            sum = TSimd.MultiplyAdd(a5, TSimd.Load(b4 + ldb), sum);
            sum = TSimd.MultiplyAdd(a6, TSimd.Load(b4 + 2 * ldb), sum);
            sum = TSimd.MultiplyAdd(a7, TSimd.Load(b4 + ldb3), sum);
            TSimd.Store(sums, sum);
        }
    }

    private static void PrefetchRows(float* rows, nint ldb, int columns)
    {
        const int line = 16;
        for (var i = 0; i < 8; i++)
        {
            for (var j = 0; j < columns; j += line)
                Prefetching.Near(rows + i * ldb + j);
        }
    }

    private static void OneStep(float a, float* b, float* sums, int columns)
    {
        var factor = TSimd.Create(a);
        for (var j = 0; j < columns; j += TSimd.Width)
            TSimd.Store(sums + j, TSimd.MultiplyAdd(factor, TSimd.Load(b + j), TSimd.Load(sums + j)));
    }
}
