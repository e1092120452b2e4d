namespace TfExplain.Engine.Kernels;

/// <summary>The vector operations that the kernels are written in; one implementation per <see cref="SimdPath"/>.</summary>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Width { get; }

    /// <summary>Vectors across a matrix tile of six rows, so that its accumulators fill the registers and none spills.</summary>
    static abstract int TileColumns { get; }

    static abstract TVector Load(float* source);

    /// <summary>The first <paramref name="count"/> lanes from memory and zeros; memory behind them is not touched.</summary>
    static abstract TVector LoadPartial(float* source, int count);

    static abstract void Store(float* target, TVector value);

    /// <summary>Stores the first <paramref name="count"/> lanes; memory behind them is not touched.</summary>
    static abstract void StorePartial(float* target, TVector value, int count);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a * b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The sum of all lanes.</summary>
    static abstract float Sum(TVector value);

    /// <summary>Limits to [low, high]; a NaN stays a NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector low, TVector high);

    /// <summary>Per lane the value where low &lt; gate &lt; high, else zero.</summary>
    static abstract TVector Gated(TVector value, TVector gate, TVector low, TVector high);

    /// <summary>Per lane all bits set where <paramref name="candidate"/> is to replace <paramref name="best"/> as the maximum: greater, or the first NaN.</summary>
    static abstract TVector Exceeds(TVector candidate, TVector best);

    /// <summary>Per lane all bits set where a is not equal to b.</summary>
    static abstract TVector Differs(TVector a, TVector b);

    /// <summary>Per lane <paramref name="a"/> where the mask's bits are set, else <paramref name="b"/>.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);
}
