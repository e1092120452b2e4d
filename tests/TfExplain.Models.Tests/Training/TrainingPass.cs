using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Models.Keras;

namespace TfExplain.Models.Tests.Training;

/// <summary>The form of a model that is trained, run on one batch: its output, and the gradient of the output's product with a cotangent at the input.</summary>
internal sealed class TrainingPass : IDisposable
{
    private readonly Session _session = new();
    private readonly TrainingForm _form;
    private readonly IReadOnlyList<Node> _inputs;
    private readonly Node _output;
    private readonly WorkerPool? _pool;

    public TrainingPass(Model model, int seed = 1, WorkerPool? pool = null)
    {
        _pool = pool;
        _form = new(seed);
        var graph = KerasGraph.Build(model.Source!.Stored, model.Source.Options, model.Source.Weights, _form);
        (_inputs, _output) = (graph.Inputs, graph.Outputs[0]);
    }

    public static float[] Output(Model model, int batch, float[] x, int step = 0, int seed = 1, WorkerPool? pool = null)
    {
        using var pass = new TrainingPass(model, seed, pool);
        return pass.Run(batch, x, step).Output;
    }

    /// <summary>All inputs get the same values x.</summary>
    public (float[] Output, float[] Gradient) Run(int batch, float[] x, int step = 0, float[]? cotangent = null)
    {
        using var run = _session.Compile(new([.. _inputs.Select(i => (i, i.Shape.With(0, batch))), (_form.Step, [2])], [_output], cotangent is null ? [] : [_output], cotangent is null ? [] : [_inputs[0]]), _pool).Start();
        for (var i = 0; i < _inputs.Count; i++)
            if (run.Input(i) is { IsEmpty: false } given) x.CopyTo(given);
        if (run.Input(_inputs.Count) is { IsEmpty: false } digits) (digits[0], digits[1]) = (step, 0);
        if (cotangent is not null) cotangent.CopyTo(run.Cotangent(0));
        run.Run(_pool);
        return (run.Output(0).ToArray(), cotangent is null ? [] : run.Gradient(0).ToArray());
    }

    public void Dispose() => _session.Dispose();
}
