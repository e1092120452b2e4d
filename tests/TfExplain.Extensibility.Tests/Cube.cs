using System.Numerics;
using TfExplain.Engine.Operations;

namespace TfExplain.Extensibility.Tests;

/// <summary>An activation function of a stranger: x^3.</summary>
public readonly record struct Cube : IFunction
{
    public Vector<float> Value(Vector<float> x) => x * x * x;

    public Vector<float> Slope(Vector<float> v) => new Vector<float>(3) * v * v;

    public static bool SlopeReadsOutput => false;

    public static bool IsRectifier => false;
}
