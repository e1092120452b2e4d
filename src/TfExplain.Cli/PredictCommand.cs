using System.Text.Json;

namespace TfExplain.Cli;

/// <summary><c>predict</c>: the likeliest classes.</summary>
internal sealed class PredictCommand(CommonSettings settings, int top, Terminal terminal, CancellationToken cancellation)
{
    public async Task<int> RunAsync()
    {
        var times = settings.Verbose ? new PhaseTimes() : null;
        var failed = false;
        using var session = new ImageSession(settings, terminal, times);
        await session.ForEachAsync(input =>
        {
            using var _ = times?.Start($"predict {input.Name}");
            var options = session.Workspace.Options with { Cancellation = cancellation };
            var predictions = Predictions.Of(session.Workspace.Model, new ImageBatch(session.Workspace.Prepare(input)), options);
            var classes = ClassScore.Top(predictions, top, options.Labels);
            if (settings.Json) terminal.Out.WriteLine(JsonText.Of(json =>
            {
                json.WriteStartObject();
                json.WriteString("image", input.Path);
                ClassScore.Write(json, classes);
                json.WriteEndObject();
            }));
            else
            {
                terminal.Out.WriteLine(input.Name);
                ClassScore.Print(terminal.Out, classes);
            }
            return Task.CompletedTask;
        }, () => failed = true, cancellation);
        times?.Print(terminal.Error);
        return failed ? Failure.Failed : 0;
    }
}
