namespace TfExplain.Engine.Execution;

/// <summary>The values that one sample of a batch gave, by the node's place in the request.</summary>
public readonly ref struct NodeValues
{
    private readonly PlanExecution _execution;
    private readonly int _index;
    private readonly int _count;

    internal NodeValues(PlanExecution execution, int index, int count)
    {
        _execution = execution;
        _index = index;
        _count = count;
    }

    /// <summary>The node's values for the sample.</summary>
    public ReadOnlySpan<float> this[int node]
    {
        get
        {
            var values = _execution.Output(node);
            return values.Slice(_index * (values.Length / _count), values.Length / _count);
        }
    }

    /// <summary>The node's shape without the batch axis.</summary>
    public Shape Shape(int node) => _execution.OutputShape(node)[1..];
}
