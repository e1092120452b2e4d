using System.CommandLine;

namespace TfExplain.Cli;

/// <summary>The options of <c>train</c>.</summary>
internal sealed class TrainOptions
{
    private readonly Argument<string> _data = new("DATA") { Description = $"{string.Join(", ", NamedData.Names)} (downloaded where needed), a folder with a sub-folder of pictures for each class (or with those in train/ and test/ or validation/), or an .npz file with x and y, or x_train, y_train, x_test and y_test." };
    private readonly Option<string> _dataFolder = new("--data-folder") { Description = "Where the files of a named set are or shall be (~/.tf-explain/datasets/NAME unless given).", HelpName = "DIR" };
    private readonly Option<string> _split = new("--validation-split") { Description = "Validates with this share of the training samples (with the data's test part unless given, or with 0.2 where there is none).", HelpName = "SHARE" };
    private readonly Option<string> _take = new("--take") { Description = "Uses N samples chosen by the seed to train and as many at most to validate, for a quick try.", HelpName = "N" };
    private readonly Option<string> _size = new("--image-size") { Description = $"Height and width of the network's input (that of the data unless given, {Networks.FolderSize} for pictures in folders); a model file says its own.", HelpName = "N" };
    private readonly Option<string> _model = new("--model") { Description = $"A new network: {string.Join(", ", Networks.Names)} ({Networks.Default} unless given), or a .keras or .h5 model to train further; where its output does not fit the classes it gets a new head.", HelpName = "NAME|FILE" };
    private readonly Option<bool> _newHead = new("--new-head") { Description = "Gives a model file a new head even where its output fits." };
    private readonly Option<bool> _fineTune = new("--fine-tune") { Description = "Trains all of a model with a new head; unless given, only the head." };
    private readonly Option<string> _preprocess = new("--preprocess", "-p") { Description = "How pixels become the network's input: none, unit, tf, torch or caffe (unit unless given, or as a model file's card says); of numbers that are no pixels, how they were made.", HelpName = "MODE" };
    private readonly Option<string> _epochs = new("--epochs", "-e") { Description = "Epochs to train (5 unless given).", HelpName = "N" };
    private readonly Option<string> _batch = new("--batch-size", "-b") { Description = "Samples a step (32 unless given).", HelpName = "N" };
    private readonly Option<string> _optimizer = new("--optimizer") { Description = "Keras's name of an optimiser (adam unless given).", HelpName = "NAME" };
    private readonly Option<string> _rate = new("--learning-rate", "--lr") { Description = "The learning rate (the optimiser's own unless given).", HelpName = "RATE" };
    private readonly Option<string> _loss = new("--loss") { Description = "Keras's name of a loss (sparse_categorical_crossentropy unless given); targets become vectors where it needs them.", HelpName = "NAME" };
    private readonly Option<string> _seed = new("--seed") { Description = "The seed of everything random (0 unless given).", HelpName = "N" };
    private readonly Option<string> _threads = new("--threads", "-j") { Description = "Processors to use (all unless given); the numbers are the same for any.", HelpName = "N" };
    private readonly Option<string[]> _augment = new("--augment") { Description = $"Changes pictures at random while training: {string.Join(", ", Networks.Augmentations)}, separated by commas.", HelpName = "NAME,..." };
    private readonly Option<string> _patience = new("--early-stopping") { Description = "Ends when the validation's loss has not got better for N epochs.", HelpName = "N" };
    private readonly Option<string> _keep = new("--keep") { Description = "Which epoch becomes model.keras: last or best, by the validation's accuracy (last unless given).", HelpName = "last|best" };
    private readonly Option<string[]> _explain = new("--explain", "-m") { Description = "Methods that explain some validation images while the network learns, separated by commas, or none (grad-cam unless given, gradients for a network without feature maps).", HelpName = "METHOD,..." };
    private readonly Option<string> _explainClass = new("--explain-class") { Description = "The class to explain: its index or its label (the predicted one unless given).", HelpName = "N|NAME" };
    private readonly Option<string> _explainCount = new("--explain-count") { Description = "Validation images to explain, of different classes as far as there are (4 unless given).", HelpName = "N" };
    private readonly Option<string> _every = new("--every") { Description = "Epochs from one explanation to the next (1 unless given).", HelpName = "N" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "The folder of the run (tf-explain-train unless given).", HelpName = "DIR" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on from the checkpoint of the folder, with the same options; begins where there is none." };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Begins anew in a folder that holds a run, whose files are replaced." };
    private readonly Option<string> _steps = new("--checkpoint-steps") { Description = "Saves the checkpoint after every N steps, too, not after every epoch alone.", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object at the end; how the epochs go on is printed on the error stream." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_data);
        foreach (var option in new Option[]
        {
            _model, _newHead, _fineTune, _epochs, _batch, _optimizer, _rate, _loss, _seed, _augment, _patience, _keep, _split, _take, _size, _preprocess, _dataFolder,
            _explain, _explainClass, _explainCount, _every, _out, _resume, _overwrite, _steps, _threads, _json, CommonOptions.VerboseOption(),
        }) command.Options.Add(option);
    }

    public TrainSettings Read(ParseResult parse)
    {
        var settings = new TrainSettings
        {
            Data = parse.GetValue(_data)!,
            DataFolder = parse.GetValue(_dataFolder),
            ValidationSplit = parse.GetValue(_split) is { } split ? OptionText.Number("--validation-split", split, 0, 1) : null,
            Take = Optional("--take", parse.GetValue(_take)),
            ImageSize = Optional("--image-size", parse.GetValue(_size)),
            Model = parse.GetValue(_model) ?? Networks.Default,
            NewHead = parse.GetValue(_newHead),
            FineTune = parse.GetValue(_fineTune),
            Preprocessing = parse.GetValue(_preprocess) is { } mode ? Preprocessing.Named(mode) : null,
            Epochs = OptionText.Integer("--epochs", parse.GetValue(_epochs), 5, 1),
            BatchSize = OptionText.Integer("--batch-size", parse.GetValue(_batch), 32, 1),
            Optimizer = parse.GetValue(_optimizer) ?? "adam",
            LearningRate = parse.GetValue(_rate) is { } rate ? (float)OptionText.Number("--learning-rate", rate, 0, float.MaxValue) : null,
            Loss = parse.GetValue(_loss),
            Seed = OptionText.Integer("--seed", parse.GetValue(_seed), 0, int.MinValue),
            Threads = OptionText.Integer("--threads", parse.GetValue(_threads), 0, 1),
            Augmentations = Known("--augment", OptionText.Names(parse.GetValue(_augment)), Networks.Augmentations),
            Patience = Optional("--early-stopping", parse.GetValue(_patience)),
            KeepsBest = Known("--keep", [parse.GetValue(_keep) ?? "last"], ["last", "best"])[0] == "best",
            Methods = MethodsOf(parse.GetValue(_explain)),
            ExplainedClass = parse.GetValue(_explainClass),
            ExplainedImages = OptionText.Integer("--explain-count", parse.GetValue(_explainCount), 4, 1),
            Every = OptionText.Integer("--every", parse.GetValue(_every), 1, 1),
            Folder = parse.GetValue(_out) ?? "tf-explain-train",
            Resume = parse.GetValue(_resume),
            Overwrite = parse.GetValue(_overwrite),
            CheckpointSteps = Optional("--checkpoint-steps", parse.GetValue(_steps)),
            Json = parse.GetValue(_json),
        };
        if (settings.Resume && settings.Overwrite) throw new UsageError("--resume goes on with a run and --overwrite begins anew; give one of them.");
        return settings;
    }

    private static int? Optional(string option, string? text) => text is null ? null : OptionText.Integer(option, text, 0, 1);

    private static IReadOnlyList<string> Known(string option, IReadOnlyList<string> names, IReadOnlyList<string> known)
    {
        foreach (var name in names)
            if (!known.Contains(name)) throw new UsageError($"{option} knows {string.Join(", ", known)}; found '{name}'.{Suggestion.For(name, known)}");
        return names;
    }

    private static IReadOnlyList<Method>? MethodsOf(string[]? given)
    {
        if (given is null or { Length: 0 }) return null;
        var names = OptionText.Names(given);
        if (names.Count == 0) throw new UsageError("--explain names no method; see 'tf-explain methods', or give none.");
        if (names.Contains("none")) return names.Count == 1 ? [] : throw new UsageError("--explain takes none alone, or methods.");
        return [.. names.Select(name => Methods.Named(name))];
    }
}
