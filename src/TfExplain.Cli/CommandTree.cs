using System.CommandLine;

namespace TfExplain.Cli;

/// <summary>The commands and their options.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand("See what a neural network sees: explains the decisions of trained Keras networks.");
        root.Subcommands.Add(Explain(terminal));
        root.Subcommands.Add(Predict(terminal));
        root.Subcommands.Add(Layers(terminal));
        root.Subcommands.Add(MethodTable(terminal));
        root.Subcommands.Add(Train(terminal));
        root.Subcommands.Add(Logs(terminal));
        return root;
    }

    private static Command Explain(Terminal terminal)
    {
        var common = new CommonOptions();
        var methods = new Option<string[]>("--method", "-m") { Description = "Methods, separated by commas, or 'all'; see 'tf-explain methods'.", HelpName = "NAME,..." };
        var target = new Option<string>("--class", "-c") { Description = "The class to explain: its index, its label, or top:K for the K likeliest (top:1 unless given).", HelpName = "N|NAME|top:K" };
        var layers = new Option<string[]>("--layer", "-l") { Description = "Layers for activations and grad-cam, separated by commas; the last convolution unless given.", HelpName = "NAME,..." };
        var set = new Option<string[]>("--set", "-s") { Description = "A parameter of a method, such as smoothgrad.samples=64; see 'tf-explain methods'.", HelpName = "METHOD.PARAMETER=VALUE" };
        var folder = new Option<string>("--out", "-o") { Description = "The folder for pictures, maps and receipts (tf-explain-out unless given).", HelpName = "DIR" };
        var seed = new Option<string>("--seed") { Description = "The seed of everything random (0 unless given).", HelpName = "N" };
        var compat = new Option<string>("--compat") { Description = "Computes and draws as another library does: tf-explain-0.3.1.", HelpName = "LIBRARY" };
        var command = new Command("explain", "Explains the decision on each image: pictures, raw maps, one contact sheet and a receipt.") { methods, target, layers, set, folder, seed, compat };
        common.AddTo(command);
        command.SetAction((parse, cancellation) => new ExplainCommand(new()
        {
            Common = common.Read(parse),
            Methods = MethodChoice.Of(parse.GetValue(methods), parse.GetValue(layers), parse.GetValue(set), parse.GetValue(compat)),
            Target = TargetChoice.Of(parse.GetValue(target)),
            Folder = parse.GetValue(folder) ?? "tf-explain-out",
            Seed = OptionText.Integer("--seed", parse.GetValue(seed), 0, int.MinValue),
        }, terminal, cancellation).RunAsync());
        return command;
    }

    private static Command Predict(Terminal terminal)
    {
        var common = new CommonOptions();
        var top = new Option<string>("--top", "-k") { Description = "How many classes (5 unless given).", HelpName = "K" };
        var command = new Command("predict", "Prints the likeliest classes of each image.") { top };
        common.AddTo(command);
        command.SetAction((parse, cancellation) => new PredictCommand(common.Read(parse), OptionText.Integer("--top", parse.GetValue(top), 5, 1), terminal, cancellation).RunAsync());
        return command;
    }

    private static Command Layers(Terminal terminal)
    {
        var model = CommonOptions.ModelOption();
        var command = new Command("layers", "Lists the layers of a model with their outputs and weights.") { model, CommonOptions.VerboseOption() };
        command.SetAction(parse => LayersCommand.Run(DefaultModel.Find(parse.GetValue(model)), terminal));
        return command;
    }

    private static Command MethodTable(Terminal terminal)
    {
        var name = new Argument<string?>("METHOD") { Description = "One method, for its parameters and papers; all unless given.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("methods", "Describes the methods: what each tells, where it misleads, its parameters and paper.") { name, CommonOptions.VerboseOption() };
        command.SetAction(parse => MethodsCommand.Run(parse.GetValue(name), terminal));
        return command;
    }

    private static Command Train(Terminal terminal)
    {
        var options = new TrainOptions();
        var command = new Command("train", "Trains a network on pictures and explains some of them meanwhile: a model, its curves, and one offline page.");
        options.AddTo(command);
        command.SetAction((parse, cancellation) => new TrainCommand(options.Read(parse), terminal, cancellation).RunAsync());
        return command;
    }

    private static Command Logs(Terminal terminal)
    {
        var path = new Argument<string>("DIR") { Description = "A folder with TensorBoard event files, of one run or with a folder for each, or one such file." };
        var page = new Option<string>("--out", "-o") { Description = "The page to write (tf-explain-out/[name of DIR].html unless given).", HelpName = "FILE" };
        var open = new Option<bool>("--open") { Description = "Shows the page in the browser." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object instead of text." };
        var command = new Command("logs", "Makes one offline page of training logs: curves, pictures by step with the runs side by side, histograms, texts.") { path, page, open, json, CommonOptions.VerboseOption() };
        command.SetAction((parse, cancellation) => Task.FromResult(new LogsCommand(parse.GetValue(path)!, parse.GetValue(page), parse.GetValue(open), parse.GetValue(json), terminal, cancellation).Run()));
        return command;
    }
}
