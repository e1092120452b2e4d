using TfExplain.Engine;
using TfExplain.Engine.Operations;
using TfExplain.Training;
using TfExplain.Training.Losses;
using TfExplain.Training.Schedules;

namespace TfExplain.Cli;

/// <summary>The network that <c>--model</c> names, fitted to the data and ready to train.</summary>
/// <param name="Model">The network.</param>
/// <param name="Preprocessing">How pixels become its input; null for numbers of which nobody said it.</param>
/// <param name="Note">What was done to a model file, or null.</param>
internal sealed record TrainedNetwork(Model Model, Preprocessing? Preprocessing, string? Note) : IDisposable
{
    /// <summary>The shape of one input.</summary>
    public Shape InputShape { get; private init; }

    public bool TakesClasses { get; private init; }

    /// <summary>Whether there is a layer with positions, which Grad-CAM needs.</summary>
    public bool HasFeatureMaps => Model.Layers.Any(IsFeatureMap);

    public static TrainedNetwork Create(TrainSettings settings, TrainingData data, Terminal terminal)
    {
        var isFile = Path.Exists(settings.Model) || Path.GetExtension(settings.Model).ToLowerInvariant() is ".keras" or ".h5" or ".hdf5";
        if (!isFile && (settings.NewHead || settings.FineTune)) throw new UsageError($"{(settings.NewHead ? "--new-head" : "--fine-tune")} is for a model file; '{settings.Model}' is a new network.");
        var network = isFile ? OfFile(settings, data, terminal) : New(settings, data);
        return network.Compiled(settings);
    }

    public void Dispose() => Model.Dispose();

    private static TrainedNetwork New(TrainSettings settings, TrainingData data)
    {
        var shape = data.Shape;
        if (data.IsFolder) shape = [settings.ImageSize ?? Networks.FolderSize, settings.ImageSize ?? Networks.FolderSize, 3];
        else if (settings.ImageSize is { } size) shape = data.HasPictures ? [size, size, shape[2]] : throw new UsageError($"--image-size resizes pictures; the samples of {settings.Data} are numbers {shape}.");
        if (shape.Rank != 3 && settings.Model != "mlp" && Networks.Names.Contains(settings.Model)) throw new UsageError($"The network {settings.Model} takes pictures [H,W,C]; the samples of {settings.Data} are {shape}. Give --model mlp.");
        var model = Networks.Create(settings.Model, shape, data.ClassNames.Count, settings.Augmentations, settings.Seed);
        return new(model, settings.Preprocessing ?? (data.HasPictures ? Preprocessing.Unit : null), null) { InputShape = shape };
    }

    private static TrainedNetwork OfFile(TrainSettings settings, TrainingData data, Terminal terminal)
    {
        var model = Workspace.LoadModel(settings.Model);
        var preprocessing = Workspace.ChoosePreprocessing(settings.Preprocessing, ModelCard.Beside(settings.Model), model, terminal);
        if (preprocessing is null && data.HasPictures)
            throw new UsageError($"How pixels become the input of '{settings.Model}' is not known: give --preprocess none, unit, tf, torch or caffe, or describe it in {Path.ChangeExtension(settings.Model, ".json")}.");
        var shape = InputOf(settings, data, model);
        var classes = data.ClassNames.Count;
        if (model.Outputs is [{ Shape: { Rank: 2 } output }] && output[1] == classes && !settings.NewHead)
        {
            if (settings.Augmentations.Count == 0) return new(model, preprocessing, $"{settings.Model} is trained further") { InputShape = shape };
            LayerSpec whole = Layers.Input(shape.Span);
            return new(Model.Functional([whole], [Whole(model).On(Networks.Augment(whole, settings.Augmentations, shape))], model.Name, settings.Seed), preprocessing, $"{settings.Model} is trained further") { InputShape = shape };
        }
        var features = FeaturesOf(model, settings.Model);
        var backbone = model.UpTo(features.Name);
        if (!settings.FineTune) backbone.SetTrainable("", false);
        LayerSpec image = Layers.Input(shape.Span);
        var x = Networks.Pool(Whole(backbone).On(Networks.Augment(image, settings.Augmentations, shape)));
        var note = $"{settings.Model} up to its layer '{features.Name}', {(settings.FineTune ? "trained with" : "left as it is, with")} a new head for {classes} classes";
        return new(Model.Functional([image], [Networks.Classes(x, classes)], model.Name, settings.Seed), preprocessing, note) { InputShape = shape };
    }

    private static LayerSpec Whole(Model model) => model.AsLayer("backbone");

    private static Shape InputOf(TrainSettings settings, TrainingData data, Model model)
    {
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1) throw new UsageError($"'{settings.Model}' has {model.Inputs.Count} inputs and {model.Outputs.Count} outputs; train takes one of each.");
        var wanted = model.Inputs[0].Shape[1..];
        if (!data.HasPictures)
        {
            var fits = wanted.Rank == data.Shape.Rank;
            for (var axis = 0; fits && axis < wanted.Rank; axis++) fits = wanted[axis] == Shape.Unknown || wanted[axis] == data.Shape[axis];
            return fits ? data.Shape : throw new UsageError($"'{settings.Model}' takes inputs {wanted}; the samples of {settings.Data} are {data.Shape}, and numbers that are no pixels are not resized.");
        }
        if (wanted.Rank != 3) throw new UsageError($"'{settings.Model}' takes inputs {wanted}, not pictures [H,W,C].");
        int Extent(int axis, int otherwise) => wanted[axis] != Shape.Unknown ? wanted[axis] : otherwise;
        var size = settings.ImageSize ?? (data.IsFolder ? Networks.FolderSize : 0);
        if (size > 0 && wanted[0] != Shape.Unknown && settings.ImageSize is { } given && (given != wanted[0] || given != wanted[1])) throw new UsageError($"--image-size {given}: '{settings.Model}' takes pictures {wanted}.");
        Shape shape = [Extent(0, size > 0 ? size : data.Shape[0]), Extent(1, size > 0 ? size : data.Shape[1]), Extent(2, data.IsFolder ? 3 : data.Shape[2])];
        return shape[2] is 1 or 3 ? shape : throw new UsageError($"'{settings.Model}' takes pictures with {shape[2]} channels; pictures have 1 or 3.");
    }

    /// <summary>The last layer with several positions: what comes behind it belongs to the classes that the model knew.</summary>
    private static LayerInfo FeaturesOf(Model model, string file) => model.Layers.LastOrDefault(l => !l.Name.Contains('/', StringComparison.Ordinal) && l.ClassName != "InputLayer" && IsFeatureMap(l))
        ?? throw new UsageError($"'{file}' has {model.Outputs[0].Shape[^1]} outputs, and no layer with positions [N,h,w,channels] that a new head could follow.");

    private static bool IsFeatureMap(LayerInfo layer) => layer.ClassName != "InputLayer" && layer.OutputShape is { Rank: 4 } shape && shape[1] != 1 && shape[2] != 1;

    private TrainedNetwork Compiled(TrainSettings settings)
    {
        var optimizer = Optimizer.Of(settings.Optimizer);
        if (settings.LearningRate is { } rate) optimizer = optimizer with { LearningRate = new ConstantSchedule(rate) };
        var loss = settings.Loss is { } name ? Loss.Of(name) : new SparseCategoricalCrossentropy { FromLogits = !EndsInProbabilities(Model.Outputs[0]) };
        Model.Compile(optimizer, loss, Model.MetricOf("accuracy", loss));
        return this with { TakesClasses = loss is SparseCategoricalCrossentropy };
    }

    private static bool EndsInProbabilities(Node output)
    {
        // Views between the output and the function carry the same numbers.
        while (output.Operation is Identity) output = output.Inputs[0];
        return output.Operation is Softmax or Unary<Sigmoid>;
    }
}
