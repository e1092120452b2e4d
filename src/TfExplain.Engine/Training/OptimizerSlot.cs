using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>One array of an optimiser's memory: what it keeps for a weight, or a number it keeps for the whole run.</summary>
public sealed class OptimizerSlot
{
    internal OptimizerSlot(string name, Parameter? parameter, float initial)
    {
        Name = name;
        Parameter = parameter;
        Shape = parameter?.Shape ?? [];
        Array = new float[checked((int)Shape.Count)];
        if (initial != 0) System.Array.Fill(Array, initial);
    }

    /// <summary>What it is, as Keras 2.15 names it: <c>m</c>, <c>v</c>, <c>velocity</c>, <c>average</c>, ...</summary>
    public string Name { get; }

    /// <summary>The weight it belongs to; null for a number of the whole run.</summary>
    public Parameter? Parameter { get; }

    /// <summary>The weight's shape; [] for a number of the whole run.</summary>
    public Shape Shape { get; }

    /// <summary>The values in row-major order.</summary>
    public ReadOnlySpan<float> Values => Array;

    internal float[] Array { get; }

    /// <summary>Replaces the values, bit for bit.</summary>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        if (values.Length != Array.Length)
            throw new ArgumentException($"The optimiser's '{Name}'{(Parameter is null ? "" : $" of '{Parameter.Name}'")} of shape {Shape} takes {Array.Length} values; {values.Length} were given.");
        values.CopyTo(Array);
    }
}
