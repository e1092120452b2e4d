namespace TfExplain.Engine.Operations;

/// <summary>A sparse matrix along one axis: y[i] = sum over taps of weight x[source].</summary>
public sealed class Taps
{
    private readonly int[] _starts;
    private readonly int[] _sources;
    private readonly float[] _weights;

    /// <summary>The taps of each output in turn.</summary>
    public Taps(IEnumerable<IEnumerable<(int Source, double Weight)>> outputs)
    {
        var starts = new List<int> { 0 };
        var sources = new List<int>();
        var weights = new List<float>();
        foreach (var output in outputs)
        {
            foreach (var (source, weight) in output)
            {
                sources.Add(source);
                weights.Add((float)weight);
            }
            starts.Add(sources.Count);
        }
        (_starts, _sources, _weights) = ([.. starts], [.. sources], [.. weights]);
    }

    /// <summary>The number of outputs.</summary>
    public int Outputs => _starts.Length - 1;

    internal ReadOnlySpan<int> Sources(int output) => _sources.AsSpan(_starts[output].._starts[output + 1]);

    internal ReadOnlySpan<float> Weights(int output) => _weights.AsSpan(_starts[output].._starts[output + 1]);

    /// <summary>The transposed matrix, of which <paramref name="inputs"/> become the outputs.</summary>
    internal Taps Transposed(int inputs)
    {
        var rows = new List<(int, double)>[inputs];
        for (var i = 0; i < inputs; i++) rows[i] = [];
        for (var output = 0; output < Outputs; output++)
            for (var tap = 0; tap < Sources(output).Length; tap++) rows[Sources(output)[tap]].Add((output, Weights(output)[tap]));
        return new(rows);
    }
}
