using TfExplain.Engine;
using TfExplain.Engine.Execution;

namespace TfExplain.Cli;

/// <summary>A model with what is known of it: its preprocessing, its labels, and how it runs.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _modelPath;
    private readonly bool _ownsPool;

    private Workspace(Model model, CommonSettings settings, Preprocessing? preprocessing, IReadOnlyList<string>? labels)
    {
        (Model, _modelPath, Preprocessing) = (model, settings.ModelPath, preprocessing);
        _ownsPool = settings.Threads > 0;
        Options = new() { Labels = labels, Pool = _ownsPool ? new WorkerPool(settings.Threads) : WorkerPool.Shared };
    }

    public Model Model { get; }

    public Preprocessing? Preprocessing { get; }

    public ExplainOptions Options { get; }

    public static Workspace Load(CommonSettings settings, Terminal terminal, PhaseTimes? times)
    {
        Model model;
        using (times?.Start("read model")) model = LoadModel(settings.ModelPath);
        using var _ = times?.Start("read card and labels");
        var card = ModelCard.Beside(settings.ModelPath);
        var labels = (settings.LabelsPath ?? card?.LabelsPath) is { } path ? ClassLabels.Load(path) : null;
        var classes = model.Outputs[0].Shape[^1];
        if (labels is not null && classes != labels.Count && classes != Shape.Unknown)
            throw new ModelFormatException($"{settings.LabelsPath ?? card!.LabelsPath}: expected {classes} labels, one for each class of the model; found {labels.Count}.");
        return new(model, settings, ChoosePreprocessing(settings.Preprocessing, card, model, terminal), labels);
    }

    /// <summary>The network's input from what a file holds.</summary>
    public ModelImage Prepare(RawInput input)
    {
        var shape = ImageBatch.ImageShape(Model);
        if (input.Photograph is { } photograph)
        {
            var how = Preprocessing ?? throw new UsageError($"How pixels become the input of '{_modelPath}' is not known: give --preprocess none, unit, tf, torch or caffe, or describe it in {Path.ChangeExtension(_modelPath, ".json")}.");
            return how.Apply(photograph, Known(shape[0]), Known(shape[1]), Known(shape[2]) ?? 3, input.Name);
        }
        for (var axis = 0; axis < 3; axis++)
            if (shape[axis] != Shape.Unknown && shape[axis] != input.Shape[axis])
                throw new InvalidDataException($"{input.Path}: the network takes inputs {shape}; '{input.Name}' has the shape {input.Shape}.");
        return new(input.Name, input.Shape, input.Numbers) { Preprocessing = Preprocessing, Picture = InputPicture.Of(input.Shape, input.Numbers.Span, Preprocessing) };

        static int? Known(int extent) => extent == Shape.Unknown ? null : extent;
    }

    public void Dispose()
    {
        Model.Dispose();
        if (_ownsPool) Options.Pool.Dispose();
    }

    public static Model LoadModel(string path)
    {
        if (Directory.Exists(path)) throw new ModelFormatException($"The model '{path}' is a folder; name a .h5 or .keras file.");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.");
        return Model.Load(path);
    }

    /// <summary>How pixels become a model's input: as somebody said, as its card says, or as its own first layer shows; null where nothing says it.</summary>
    public static Preprocessing? ChoosePreprocessing(Preprocessing? mode, ModelCard? card, Model model, Terminal terminal)
    {
        // A mode given replaces how pixels become numbers; crop and resampler stay the card's.
        if (mode is { } given) return card?.Preprocessing is { } known ? known with { Name = given.Name, Normalization = given.Normalization } : given;
        if (card?.Preprocessing is { } said) return said;
        foreach (var layer in model.Layers)
            if (layer.ClassName is "Rescaling" or "Normalization")
            {
                terminal.Error.WriteLine($"tf-explain: the model normalises pixels by itself (layer '{layer.Name}'): they are given as they are (--preprocess none).");
                return Preprocessing.None;
            }
        return null;
    }
}
