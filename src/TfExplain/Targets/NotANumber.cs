using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain;

/// <summary>Finds where a NaN or an infinity first appears.</summary>
internal static class NotANumber
{
    /// <summary>A sentence that names the first weight or layer that is not finite.</summary>
    public static string Source(Model model, ModelImage image, ExplainOptions options)
    {
        foreach (var parameter in model.Parameters)
            if (parameter.Values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
                return $"The weight '{parameter.Name}' holds {parameter.Values[at]} at element {at}.";
        var nodes = model.Graph.Nodes.Where(n => n.Operation is not (Input or ParameterValue or Constant)).ToList();
        foreach (var node in nodes)
        {
            using var run = model.Session.Compile(new([(model.Inputs[0], [1, .. image.Shape])], [node]), options.Pool).Start();
            if (!run.Input(0).IsEmpty) image.Values.Span.CopyTo(run.Input(0));
            run.Run(options.Pool, options.Cancellation);
            if (run.Output(0).IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) >= 0) return $"It first appears in '{node.Name}' ({node.Operation.Kind}).";
        }
        return "";
    }
}
