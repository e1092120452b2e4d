using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Kernels;

/// <summary>
/// Element-wise loops. Every element goes through the vector form, tails in a padded vector, so a value never depends on
/// where in an array it lies: batches, chunks and threads give the same bits.
/// </summary>
internal static class Vectorized
{
    private const int Grain = 1 << 14;

    /// <summary>Splits [0, length) into grains that the pool's threads take: <c>body(start, count)</c>.</summary>
    public static void For(WorkerPool pool, int length, Action<int, int> body)
    {
        if (length <= Grain) body(0, length);
        else pool.For((length + Grain - 1) / Grain, i => body(i * Grain, Math.Min(Grain, length - i * Grain)));
    }

    /// <summary>Splits whole runs of <paramref name="runLength"/> elements among the pool's threads: <c>body(run)</c>.</summary>
    public static void For(WorkerPool pool, int length, int runLength, Action<int> body)
    {
        if (length == 0) return;
        var runs = length / runLength;
        var grain = Math.Max(1, Grain / runLength);
        if (runs <= grain) Some(0, runs);
        else pool.For((runs + grain - 1) / grain, i => Some(i * grain, Math.Min(grain, runs - i * grain)));

        void Some(int start, int count)
        {
            for (var run = start; run < start + count; run++) body(run);
        }
    }

    /// <summary>y = f(x).</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y) where TFunction : struct, IFunction
    {
        for (var i = 0; i < y.Length; i += Vector<float>.Count)
            Store(function.Value(Load(x, i)), y, i);
    }

    /// <summary>dx = f'(v) dy, with v what the function's slope reads.</summary>
    public static void MapSlope<TFunction>(TFunction function, ReadOnlySpan<float> v, ReadOnlySpan<float> dy, Span<float> dx) where TFunction : struct, IFunction
    {
        for (var i = 0; i < dx.Length; i += Vector<float>.Count)
            Store(function.Slope(Load(v, i)) * Load(dy, i), dx, i);
    }

    /// <summary>y = f(a, b); an operand of length 1 is repeated.</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) where TFunction : struct, IBinaryFunction
    {
        if (a.Length == 1 && y.Length > 1)
        {
            var repeated = new Vector<float>(a[0]);
            for (var i = 0; i < y.Length; i += Vector<float>.Count) Store(function.Value(repeated, Load(b, i)), y, i);
        }
        else if (b.Length == 1 && y.Length > 1)
        {
            var repeated = new Vector<float>(b[0]);
            for (var i = 0; i < y.Length; i += Vector<float>.Count) Store(function.Value(Load(a, i), repeated), y, i);
        }
        else
        {
            for (var i = 0; i < y.Length; i += Vector<float>.Count) Store(function.Value(Load(a, i), Load(b, i)), y, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> x, int i) => i + Vector<float>.Count <= x.Length
        ? Vector.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)i)
        : LoadTail(x, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, Span<float> y, int i)
    {
        if (i + Vector<float>.Count <= y.Length) value.StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)i);
        else StoreTail(value, y, i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<float> LoadTail(ReadOnlySpan<float> x, int i)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        padded.Fill(x[^1]);
        x[i..].CopyTo(padded);
        return new(padded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreTail(Vector<float> value, Span<float> y, int i)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        value.CopyTo(padded);
        padded[..(y.Length - i)].CopyTo(y[i..]);
    }
}
