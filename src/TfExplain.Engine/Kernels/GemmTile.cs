using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TfExplain.Engine.Kernels;

/// <summary>A small number known when a kernel is compiled.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

internal readonly struct One : ICount { public static int Value => 1; }

internal readonly struct Two : ICount { public static int Value => 2; }

internal readonly struct Three : ICount { public static int Value => 3; }

internal readonly struct Four : ICount { public static int Value => 4; }

internal readonly struct Five : ICount { public static int Value => 5; }

internal readonly struct Six : ICount { public static int Value => 6; }

/// <summary>
/// What one tile of a product computes: for each of its rows r and columns j
/// target[offset r, j] = sum over taps t and steps i of source[t, r][i * SourceStep] * weights[t * Length + i, j].
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct TileCall
{
    /// <summary>Six row pointers for each tap, also where the tile has fewer rows.</summary>
    public float** Sources;

    /// <summary>Added to every row pointer.</summary>
    public nint SourceOffset;

    public nint SourceStep;

    public int Taps;

    public nint Length;

    public float* Weights;

    public nint WeightStep;

    public float* Target;

    /// <summary>Where each of the six rows begins in target and residual.</summary>
    public nint* Offsets;

    /// <summary>One value per column, whole vectors.</summary>
    public float* Bias;

    /// <summary>Laid out as the target, or null.</summary>
    public float* Residual;

    /// <summary>Laid out as the target, or null; see <see cref="Epilogue"/>.</summary>
    public float* Gate;

    public float Low;

    public float High;

    /// <summary>What to bring into the second-level cache meanwhile, or null: <see cref="AheadStep"/> floats further on with each step.</summary>
    public float* Ahead;

    public nint AheadStep;

    /// <summary>Lanes of the last vector of a row that exist in the target.</summary>
    public int LastLanes;

    /// <summary>Goes on from the sums in the target instead of from zero.</summary>
    public bool Resume;

    /// <summary>Leaves the bare sums in the target, to be resumed.</summary>
    public bool Suspend;
}

/// <summary>
/// The inner kernel of every dense product: up to 6 rows by 4 vectors of accumulators in registers.
/// Each element is one chain of multiply-adds in the order of the taps and steps; neither the tile's shape nor suspension changes a bit of it.
/// </summary>
internal static unsafe class GemmTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public const int Rows = 6;

    /// <summary>Computes a tile of <paramref name="rows"/> rows (1 to 6) and <paramref name="columns"/> vectors (1 to 4).</summary>
    public static void Run(int rows, int columns, TileCall* call)
    {
        switch (columns)
        {
            case 1: Run<One>(rows, call); break;
            case 2: Run<Two>(rows, call); break;
            case 3: Run<Three>(rows, call); break;
            default: Run<Four>(rows, call); break;
        }
    }

    private static void Run<TColumns>(int rows, TileCall* call)
        where TColumns : struct, ICount
    {
        switch (rows)
        {
            case 1: Run<One, TColumns>(call); break;
            case 2: Run<Two, TColumns>(call); break;
            case 3: Run<Three, TColumns>(call); break;
            case 4: Run<Four, TColumns>(call); break;
            case 5: Run<Five, TColumns>(call); break;
            default: Run<Six, TColumns>(call); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TColumns>(TileCall* call)
        where TRows : struct, ICount
        where TColumns : struct, ICount
    {
        TVector c00, c01, c02, c03;
        TVector c10, c11, c12, c13;
        TVector c20, c21, c22, c23;
        TVector c30, c31, c32, c33;
        TVector c40, c41, c42, c43;
        TVector c50, c51, c52, c53;
        if (call->Resume)
        {
            var target = call->Target;
            var offsets = call->Offsets;
            var lanes = call->LastLanes;
            LoadRow<TColumns>(0 < TRows.Value, target + offsets[0], lanes, out c00, out c01, out c02, out c03);
            LoadRow<TColumns>(1 < TRows.Value, target + offsets[1], lanes, out c10, out c11, out c12, out c13);
            LoadRow<TColumns>(2 < TRows.Value, target + offsets[2], lanes, out c20, out c21, out c22, out c23);
            LoadRow<TColumns>(3 < TRows.Value, target + offsets[3], lanes, out c30, out c31, out c32, out c33);
            LoadRow<TColumns>(4 < TRows.Value, target + offsets[4], lanes, out c40, out c41, out c42, out c43);
            LoadRow<TColumns>(5 < TRows.Value, target + offsets[5], lanes, out c50, out c51, out c52, out c53);
        }
        else
        {
            c00 = c01 = c02 = c03 = default;
            c10 = c11 = c12 = c13 = default;
            c20 = c21 = c22 = c23 = default;
            c30 = c31 = c32 = c33 = default;
            c40 = c41 = c42 = c43 = default;
            c50 = c51 = c52 = c53 = default;
        }

        var weights = call->Weights;
        var weightStep = call->WeightStep;
        var step = call->SourceStep;
        var end = call->Length * step;
        var sources = call->Sources;
        var shift = call->SourceOffset;
        var ahead = call->Ahead == null ? weights : call->Ahead;
        var aheadStep = call->Ahead == null ? 0 : call->AheadStep;
        var last = sources + call->Taps * (nint)Rows;
        while (sources < last)
        {
            var a0 = sources[0] + shift;
            var a1 = sources[1] + shift;
            var a2 = sources[2] + shift;
            var a3 = sources[3] + shift;
            var a4 = sources[4] + shift;
            var a5 = sources[5] + shift;
            sources += Rows;
            nint at = 0;
            do
            {
                var b0 = TSimd.Load(weights);
                var b1 = TColumns.Value > 1 ? TSimd.Load(weights + TSimd.Width) : b0;
                var b2 = TColumns.Value > 2 ? TSimd.Load(weights + 2 * TSimd.Width) : b0;
                var b3 = TColumns.Value > 3 ? TSimd.Load(weights + 3 * TSimd.Width) : b0;
                Step<TColumns>(TSimd.Create(a0[at]), b0, b1, b2, b3, ref c00, ref c01, ref c02, ref c03);
                if (TRows.Value > 1)
                    Step<TColumns>(TSimd.Create(a1[at]), b0, b1, b2, b3, ref c10, ref c11, ref c12, ref c13);
                if (TRows.Value > 2)
                    Step<TColumns>(TSimd.Create(a2[at]), b0, b1, b2, b3, ref c20, ref c21, ref c22, ref c23);
                if (TRows.Value > 3)
                    Step<TColumns>(TSimd.Create(a3[at]), b0, b1, b2, b3, ref c30, ref c31, ref c32, ref c33);
                if (TRows.Value > 4)
                    Step<TColumns>(TSimd.Create(a4[at]), b0, b1, b2, b3, ref c40, ref c41, ref c42, ref c43);
                if (TRows.Value > 5)
                    Step<TColumns>(TSimd.Create(a5[at]), b0, b1, b2, b3, ref c50, ref c51, ref c52, ref c53);
                Prefetching.Near(ahead);
                ahead += aheadStep;
                weights += weightStep;
                at += step;
            }
            while (at != end);
        }

        if (call->Suspend)
        {
            Store<TColumns>(call, 0, c00, c01, c02, c03);
            if (TRows.Value > 1)
                Store<TColumns>(call, 1, c10, c11, c12, c13);
            if (TRows.Value > 2)
                Store<TColumns>(call, 2, c20, c21, c22, c23);
            if (TRows.Value > 3)
                Store<TColumns>(call, 3, c30, c31, c32, c33);
            if (TRows.Value > 4)
                Store<TColumns>(call, 4, c40, c41, c42, c43);
            if (TRows.Value > 5)
                Store<TColumns>(call, 5, c50, c51, c52, c53);
            return;
        }
        var low = TSimd.Create(call->Low);
        var high = TSimd.Create(call->High);
        var bias0 = TSimd.Load(call->Bias);
        var bias1 = TColumns.Value > 1 ? TSimd.Load(call->Bias + TSimd.Width) : bias0;
        var bias2 = TColumns.Value > 2 ? TSimd.Load(call->Bias + 2 * TSimd.Width) : bias0;
        var bias3 = TColumns.Value > 3 ? TSimd.Load(call->Bias + 3 * TSimd.Width) : bias0;
        {
            Complete<TColumns>(call, 0, bias0, bias1, bias2, bias3, low, high, ref c00, ref c01, ref c02, ref c03);
            Store<TColumns>(call, 0, c00, c01, c02, c03);
        }
        if (TRows.Value > 1)
        {
            Complete<TColumns>(call, 1, bias0, bias1, bias2, bias3, low, high, ref c10, ref c11, ref c12, ref c13);
            Store<TColumns>(call, 1, c10, c11, c12, c13);
        }
        if (TRows.Value > 2)
        {
            Complete<TColumns>(call, 2, bias0, bias1, bias2, bias3, low, high, ref c20, ref c21, ref c22, ref c23);
            Store<TColumns>(call, 2, c20, c21, c22, c23);
        }
        if (TRows.Value > 3)
        {
            Complete<TColumns>(call, 3, bias0, bias1, bias2, bias3, low, high, ref c30, ref c31, ref c32, ref c33);
            Store<TColumns>(call, 3, c30, c31, c32, c33);
        }
        if (TRows.Value > 4)
        {
            Complete<TColumns>(call, 4, bias0, bias1, bias2, bias3, low, high, ref c40, ref c41, ref c42, ref c43);
            Store<TColumns>(call, 4, c40, c41, c42, c43);
        }
        if (TRows.Value > 5)
        {
            Complete<TColumns>(call, 5, bias0, bias1, bias2, bias3, low, high, ref c50, ref c51, ref c52, ref c53);
            Store<TColumns>(call, 5, c50, c51, c52, c53);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TColumns>(
        TVector a, TVector b0, TVector b1, TVector b2, TVector b3, ref TVector c0, ref TVector c1, ref TVector c2, ref TVector c3)
        where TColumns : struct, ICount
    {
        c0 = TSimd.MultiplyAdd(a, b0, c0);
        if (TColumns.Value > 1)
            c1 = TSimd.MultiplyAdd(a, b1, c1);
        if (TColumns.Value > 2)
            c2 = TSimd.MultiplyAdd(a, b2, c2);
        if (TColumns.Value > 3)
            c3 = TSimd.MultiplyAdd(a, b3, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadRow<TColumns>(
        bool exists, float* row, int lanes, out TVector c0, out TVector c1, out TVector c2, out TVector c3)
        where TColumns : struct, ICount
    {
        c0 = c1 = c2 = c3 = default;
        if (!exists)
            return;
        if (TColumns.Value > 1)
            c0 = TSimd.Load(row);
        else
            c0 = LoadLast(row, lanes);
        if (TColumns.Value == 2)
            c1 = LoadLast(row + TSimd.Width, lanes);
        if (TColumns.Value > 2)
            c1 = TSimd.Load(row + TSimd.Width);
        if (TColumns.Value == 3)
            c2 = LoadLast(row + 2 * TSimd.Width, lanes);
        if (TColumns.Value > 3)
        {
            c2 = TSimd.Load(row + 2 * TSimd.Width);
            c3 = LoadLast(row + 3 * TSimd.Width, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Complete<TColumns>(
        TileCall* call, int row, TVector bias0, TVector bias1, TVector bias2, TVector bias3, TVector low, TVector high,
        ref TVector c0, ref TVector c1, ref TVector c2, ref TVector c3)
        where TColumns : struct, ICount
    {
        c0 = TSimd.Add(c0, bias0);
        if (TColumns.Value > 1)
            c1 = TSimd.Add(c1, bias1);
        if (TColumns.Value > 2)
            c2 = TSimd.Add(c2, bias2);
        if (TColumns.Value > 3)
            c3 = TSimd.Add(c3, bias3);
        if (call->Residual != null)
        {
            LoadRow<TColumns>(true, call->Residual + call->Offsets[row], call->LastLanes, out var r0, out var r1, out var r2, out var r3);
            c0 = TSimd.Add(c0, r0);
            if (TColumns.Value > 1)
                c1 = TSimd.Add(c1, r1);
            if (TColumns.Value > 2)
                c2 = TSimd.Add(c2, r2);
            if (TColumns.Value > 3)
                c3 = TSimd.Add(c3, r3);
        }
        if (call->Gate != null)
        {
            LoadRow<TColumns>(true, call->Gate + call->Offsets[row], call->LastLanes, out var g0, out var g1, out var g2, out var g3);
            c0 = TSimd.Gated(c0, g0, low, high);
            if (TColumns.Value > 1)
                c1 = TSimd.Gated(c1, g1, low, high);
            if (TColumns.Value > 2)
                c2 = TSimd.Gated(c2, g2, low, high);
            if (TColumns.Value > 3)
                c3 = TSimd.Gated(c3, g3, low, high);
            return;
        }
        c0 = TSimd.Clamp(c0, low, high);
        if (TColumns.Value > 1)
            c1 = TSimd.Clamp(c1, low, high);
        if (TColumns.Value > 2)
            c2 = TSimd.Clamp(c2, low, high);
        if (TColumns.Value > 3)
            c3 = TSimd.Clamp(c3, low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TColumns>(TileCall* call, int row, TVector c0, TVector c1, TVector c2, TVector c3)
        where TColumns : struct, ICount
    {
        var target = call->Target + call->Offsets[row];
        if (TColumns.Value > 1)
            TSimd.Store(target, c0);
        if (TColumns.Value > 2)
            TSimd.Store(target + TSimd.Width, c1);
        if (TColumns.Value > 3)
            TSimd.Store(target + 2 * TSimd.Width, c2);
        var last = TColumns.Value == 1 ? c0 : TColumns.Value == 2 ? c1 : TColumns.Value == 3 ? c2 : c3;
        target += (TColumns.Value - 1) * TSimd.Width;
        if (call->LastLanes == TSimd.Width)
            TSimd.Store(target, last);
        else
            TSimd.StorePartial(target, last, call->LastLanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LoadLast(float* source, int lanes) =>
        lanes == TSimd.Width ? TSimd.Load(source) : TSimd.LoadPartial(source, lanes);
}
