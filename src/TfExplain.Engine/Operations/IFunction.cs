using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>A scalar function and its derivative, for <see cref="Unary{TFunction}"/>. A new activation is one such struct.</summary>
public interface IFunction
{
    /// <summary>f(x), lane by lane.</summary>
    Vector<float> Value(Vector<float> x);

    /// <summary>f'(x), lane by lane, from x or from y = f(x) as <see cref="SlopeReadsOutput"/> says.</summary>
    Vector<float> Slope(Vector<float> v);

    /// <summary>Whether <see cref="Slope"/> reads y instead of x; then x need not be kept for the way back.</summary>
    static abstract bool SlopeReadsOutput { get; }

    /// <summary>Whether guided back-propagation and deconvnet gate the cotangent here: true for the ReLU family and its smooth kin.</summary>
    static abstract bool IsRectifier { get; }
}
