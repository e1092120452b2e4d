namespace TfExplain.Engine.Execution;

/// <summary>What an operation computes from and into.</summary>
public sealed class ForwardContext
{
    private readonly TensorView[] _inputs;

    internal ForwardContext(TensorView[] inputs, TensorView output, TensorView scratch)
    {
        _inputs = inputs;
        Output = output;
        Scratch = scratch;
    }

    /// <summary>The number of inputs.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>An input's values; read only.</summary>
    public TensorView Input(int index) => _inputs[index];

    /// <summary>Where to write the output.</summary>
    public TensorView Output { get; }

    /// <summary>As many floats as <see cref="Operation.Scratch"/> asked for, with undefined contents.</summary>
    public TensorView Scratch { get; }

    /// <summary>The threads to compute on.</summary>
    public WorkerPool Pool { get; internal set; } = WorkerPool.Shared;
}
