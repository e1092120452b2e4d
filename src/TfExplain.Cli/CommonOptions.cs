using System.CommandLine;

namespace TfExplain.Cli;

/// <summary>What every command on images asks for.</summary>
internal sealed record CommonSettings
{
    public required IReadOnlyList<string> Images { get; init; }

    public required string ModelPath { get; init; }

    public Preprocessing? Preprocessing { get; init; }

    public string? LabelsPath { get; init; }

    public bool Json { get; init; }

    public bool Verbose { get; init; }

    /// <summary>0 for all processors.</summary>
    public int Threads { get; init; }
}

/// <summary>The options that commands on images share.</summary>
internal sealed class CommonOptions
{
    private readonly Argument<string[]> _images = new("IMAGES") { Description = "PNG or JPEG files, folders, patterns, or .npy and .npz arrays [H,W,C] or [N,H,W,C].", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _model = ModelOption();
    private readonly Option<string> _preprocess = new("--preprocess", "-p") { Description = "How pixels become the network's input: none, unit, tf, torch or caffe; as the model's card says unless given.", HelpName = "MODE" };
    private readonly Option<string> _labels = new("--labels") { Description = "A text file of class labels, one a line.", HelpName = "FILE" };
    private readonly Option<string> _threads = new("--threads", "-j") { Description = "Processors to use (all unless given); the numbers are the same for any.", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object an image instead of text." };
    private readonly Option<bool> _verbose = VerboseOption();

    public static Option<string> ModelOption() => new("--model") { Description = "A Keras model: .h5 or .keras (EfficientNet-Lite0 unless given).", HelpName = "FILE" };

    public static Option<bool> VerboseOption() => new("--verbose", "-v") { Description = "Prints times, and stack traces of errors." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_images);
        foreach (var option in new Option[] { _model, _preprocess, _labels, _threads, _json, _verbose }) command.Options.Add(option);
        // The parser takes an option that it does not know for one more image.
        _images.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value.StartsWith('-') && token.Value.Length > 1 && !Path.Exists(token.Value))
                    result.AddError($"There is no option '{token.Value}'.{Suggestion.For(token.Value, UsageError.OptionNames(command))}");
        });
    }

    public CommonSettings Read(ParseResult parse) => new()
    {
        Images = parse.GetValue(_images) ?? [],
        ModelPath = DefaultModel.Find(parse.GetValue(_model)),
        Preprocessing = parse.GetValue(_preprocess) is { } mode ? Preprocessing.Named(mode) : null,
        LabelsPath = parse.GetValue(_labels),
        Json = parse.GetValue(_json),
        Verbose = parse.GetValue(_verbose),
        Threads = OptionText.Integer("--threads", parse.GetValue(_threads), 0, 1),
    };
}
