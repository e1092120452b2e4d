using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using TfExplain.Engine;
using TfExplain.Models.Hdf5.Writing;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Writes Keras models in every file format. The same model gives the same bytes: dates are fixed and nothing is drawn at random.</summary>
internal static class KerasWriter
{
    private const float LargestHalf = 65504;
    // The first day a zip archive can say.
    private static readonly DateTimeOffset s_day = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Save(Model model, string path, SaveOptions options)
    {
        var format = options.Format ?? Format(path);
        var source = model.Source ?? throw new ModelFormatException($"{path} could not be saved: this model was made from a graph without layers' configurations; only models from Model.Load and Model.FromConfig can be saved.");
        if (options is { Half: true, Training: not null })
            throw new ArgumentException("A checkpoint keeps its weights exactly, or training would go on from rounded ones: give either Half or Training, not both.", nameof(options));
        if (format == SaveFormat.LegacyWeights && options.Training is not null)
            throw new ArgumentException("Keras 2's weights files have no place for a training state; save a whole model (.keras, .h5) or .weights.h5.", nameof(options));
        foreach (var parameter in model.Parameters) Check(parameter, options.Half);
        try
        {
            // All that can be refused is refused before a file is touched.
            Action<Stream> write = format switch
            {
                SaveFormat.Keras => Archive(model, source, options),
                SaveFormat.Hdf5 => WholeModel(model, source, options),
                SaveFormat.Weights => Weights(source, options).Write,
                SaveFormat.LegacyWeights => Legacy(source, options).Write,
                _ => throw new ArgumentException($"The format {format} is not known.", nameof(options)),
            };
            AtomicFile.Write(path, write);
        }
        // Configurations that make no sense, names that HDF5 cannot hold side by side; what a caller did wrong is another matter.
        catch (Exception e) when (KerasFile.IsDamage(e) && e is not ArgumentException { ParamName: "options" or "path" or "state" })
        {
            throw new ModelFormatException($"{path} could not be saved: {e.Message}", e);
        }
    }

    private static SaveFormat Format(string path)
    {
        bool Ends(string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
        return Ends(".keras") ? SaveFormat.Keras
            : Ends(".weights.h5") ? SaveFormat.Weights
            : Ends(".h5") || Ends(".hdf5") ? SaveFormat.Hdf5
            : throw new ArgumentException($"'{path}' does not say the format; expected .keras (Keras 3), .h5 or .hdf5 (whole model), or .weights.h5 (weights alone); or set SaveOptions.Format.", nameof(path));
    }

    private static void Check(Parameter parameter, bool half)
    {
        if (!parameter.IsSet) throw new InvalidOperationException($"The weight '{parameter.Name}' has no values; set it before saving.");
        // A file with such a weight could not be read again.
        if (!TensorPrimitives.IsFiniteAll(parameter.Values))
            throw new ModelFormatException($"the model was not saved: the weight '{parameter.Name}' holds a value that is not finite. Training may have diverged; save an earlier state.");
        if (half && parameter.Values.Length > 0 && TensorPrimitives.MaxMagnitude(parameter.Values) is var most && !float.IsFinite((float)(System.Half)most))
            throw new ModelFormatException($"the model was not saved: the weight '{parameter.Name}' holds {most}; float16 ends at {LargestHalf}. Save without SaveOptions.Half.");
    }

    private static Action<Stream> Archive(Model model, KerasSource source, SaveOptions options)
    {
        var config = Encoding.UTF8.GetBytes(TrainingConfig.Insert(KerasForm.Keras3(model, source), options.Training));
        var weights = Weights(source, options);
        return stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Entry(zip, "metadata.json", entry => entry.Write(Encoding.UTF8.GetBytes($$"""{"keras_version": "{{(source.Options.IsKeras2 ? KerasForm.Keras2Version : KerasForm.Keras3Version)}}", "date_saved": "1980-01-01@00:00:00"}""")));
            Entry(zip, "config.json", entry => entry.Write(config));
            Entry(zip, "model.weights.h5", weights.Write);
        };
    }

    private static void Entry(ZipArchive zip, string name, Action<Stream> write)
    {
        // Stored as it is, the weights can be read in place.
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = s_day;
        using var stream = entry.Open();
        write(stream);
    }

    private static Action<Stream> WholeModel(Model model, KerasSource source, SaveOptions options)
    {
        var (config, version) = KerasForm.ForHdf5(model, source);
        var writer = new Hdf5Writer();
        writer.Root.Attribute("backend", "tensorflow");
        // The form is Keras 2's where it can be; the version says whose meaning the layers have, which differs for the moving variance in training.
        writer.Root.Attribute("keras_version", source.Options.IsKeras2 ? version : KerasForm.Keras3Version);
        // Keras says of its long texts that they are ASCII, and reads them as UTF-8.
        writer.Root.Attribute("model_config", config, utf8: false);
        LegacyWeightsWriter.Write(writer.Root.Group("model_weights"), source, version, options.Half);
        if (options.Training is { } training) TrainingStateWriter.WriteKeras2(writer.Root, training);
        return writer.Write;
    }

    private static Hdf5Writer Weights(KerasSource source, SaveOptions options)
    {
        var writer = new Hdf5Writer();
        Keras3WeightsWriter.Write(writer.Root, source, options.Half);
        if (options.Training is { } training) TrainingStateWriter.WriteKeras3(writer.Root, training);
        return writer;
    }

    private static Hdf5Writer Legacy(KerasSource source, SaveOptions options)
    {
        var writer = new Hdf5Writer();
        LegacyWeightsWriter.Write(writer.Root, source, KerasForm.Keras2Version, options.Half);
        return writer;
    }
}
