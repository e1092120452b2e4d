using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>An element-wise function inside a recurrent cell.</summary>
public abstract record Activation
{
    private protected Activation()
    {
    }

    /// <summary>f(x) = x.</summary>
    public static Activation Linear { get; } = Of<Identity>();

    /// <summary>The activation of a function.</summary>
    public static Activation Of<TFunction>(TFunction function = default) where TFunction : struct, IFunction => new Elementwise<TFunction>(function);

    /// <summary>The same function as a graph operation.</summary>
    public abstract Operation Operation { get; }

    /// <summary>y = f(x); y may be x.</summary>
    internal abstract void Apply(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>d = f'(x) d, where y = f(x).</summary>
    internal abstract void MultiplySlope(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> d);

    private sealed record Elementwise<TFunction>(TFunction Function) : Activation where TFunction : struct, IFunction
    {
        public override Operation Operation => new Unary<TFunction>(Function);

        internal override void Apply(ReadOnlySpan<float> x, Span<float> y) => Vectorized.Map(Function, x, y);

        internal override void MultiplySlope(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> d) =>
            Vectorized.MapSlope(Function, TFunction.SlopeReadsOutput ? y : x, d, d);
    }

    private readonly record struct Identity : IFunction
    {
        public static bool SlopeReadsOutput => true;

        public static bool IsRectifier => false;

        public Vector<float> Value(Vector<float> x) => x;

        public Vector<float> Slope(Vector<float> v) => Vector<float>.One;
    }
}
