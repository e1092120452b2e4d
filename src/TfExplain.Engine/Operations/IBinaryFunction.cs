using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>A scalar function of two numbers, lane by lane.</summary>
internal interface IBinaryFunction
{
    Vector<float> Value(Vector<float> a, Vector<float> b);
}
