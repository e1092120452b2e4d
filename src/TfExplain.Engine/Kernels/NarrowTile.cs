using System.Runtime.CompilerServices;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// The inner kernel for few target channels: as <see cref="GemmTile{TSimd, TVector}"/>, but lanes run along the sum, so that they are not wasted on channels
/// that do not exist. Steps are whole vectors of source values; weights are one vector per step and column; the lanes are summed at the end.
/// </summary>
internal static unsafe class NarrowTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = GemmTile<TSimd, TVector>.Rows;

    private const int MostColumns = 4;

    /// <summary>Computes <paramref name="rows"/> rows (1 to 6) of <paramref name="columns"/> columns (1 to 4), each a single value.</summary>
    public static void Run(int rows, int columns, TileCall* call)
    {
        var sums = stackalloc float[Rows * MostColumns];
        switch (columns)
        {
            case 1: Add<One>(call, sums); break;
            case 2: Add<Two>(call, sums); break;
            case 3: Add<Three>(call, sums); break;
            default: Add<Four>(call, sums); break;
        }
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var value = sums[row * MostColumns + column] + call->Bias[column];
                var at = call->Offsets[row] + column;
                if (call->Residual != null)
                    value += call->Residual[at];
                call->Target[at] = call->Gate != null
                    ? call->Gate[at] > call->Low && call->Gate[at] < call->High ? value : 0
                    : value < call->Low ? call->Low : value > call->High ? call->High : value;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TColumns>(TileCall* call, float* sums)
        where TColumns : struct, ICount
    {
        TVector c00 = default, c01 = default, c02 = default, c03 = default;
        TVector c10 = default, c11 = default, c12 = default, c13 = default;
        TVector c20 = default, c21 = default, c22 = default, c23 = default;
        TVector c30 = default, c31 = default, c32 = default, c33 = default;
        TVector c40 = default, c41 = default, c42 = default, c43 = default;
        TVector c50 = default, c51 = default, c52 = default, c53 = default;
        var weights = call->Weights;
        var end = call->Length * TSimd.Width;
        var sources = call->Sources;
        var last = sources + call->Taps * (nint)Rows;
        while (sources < last)
        {
            var a0 = sources[0];
            var a1 = sources[1];
            var a2 = sources[2];
            var a3 = sources[3];
            var a4 = sources[4];
            var a5 = sources[5];
            sources += Rows;
            nint at = 0;
            do
            {
                var b0 = TSimd.Load(weights);
                var b1 = TColumns.Value > 1 ? TSimd.Load(weights + TSimd.Width) : b0;
                var b2 = TColumns.Value > 2 ? TSimd.Load(weights + 2 * TSimd.Width) : b0;
                var b3 = TColumns.Value > 3 ? TSimd.Load(weights + 3 * TSimd.Width) : b0;
                Step<TColumns>(TSimd.Load(a0 + at), b0, b1, b2, b3, ref c00, ref c01, ref c02, ref c03);
                Step<TColumns>(TSimd.Load(a1 + at), b0, b1, b2, b3, ref c10, ref c11, ref c12, ref c13);
                Step<TColumns>(TSimd.Load(a2 + at), b0, b1, b2, b3, ref c20, ref c21, ref c22, ref c23);
                Step<TColumns>(TSimd.Load(a3 + at), b0, b1, b2, b3, ref c30, ref c31, ref c32, ref c33);
                Step<TColumns>(TSimd.Load(a4 + at), b0, b1, b2, b3, ref c40, ref c41, ref c42, ref c43);
                Step<TColumns>(TSimd.Load(a5 + at), b0, b1, b2, b3, ref c50, ref c51, ref c52, ref c53);
                weights += TColumns.Value * TSimd.Width;
                at += TSimd.Width;
            }
            while (at != end);
        }

        Sum<TColumns>(sums, c00, c01, c02, c03);
        Sum<TColumns>(sums + 1 * MostColumns, c10, c11, c12, c13);
        Sum<TColumns>(sums + 2 * MostColumns, c20, c21, c22, c23);
        Sum<TColumns>(sums + 3 * MostColumns, c30, c31, c32, c33);
        Sum<TColumns>(sums + 4 * MostColumns, c40, c41, c42, c43);
        Sum<TColumns>(sums + 5 * MostColumns, c50, c51, c52, c53);
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
    private static void Sum<TColumns>(float* sums, TVector c0, TVector c1, TVector c2, TVector c3)
        where TColumns : struct, ICount
    {
        sums[0] = TSimd.Sum(c0);
        if (TColumns.Value > 1)
            sums[1] = TSimd.Sum(c1);
        if (TColumns.Value > 2)
            sums[2] = TSimd.Sum(c2);
        if (TColumns.Value > 3)
            sums[3] = TSimd.Sum(c3);
    }
}
