using System.Text;
using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Models.Hdf5;
using TfExplain.Models.Keras.Writing;
using TfExplain.Training;

namespace TfExplain.Models.Keras;

/// <summary>Reads the training state of a model file: this library's own exactly, that of Keras as far as it says.</summary>
internal static class TrainingStateReader
{
    public static TrainingState? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            switch (FileSignature.Of(file))
            {
                case FileKind.Hdf5:
                    using (var stored = Hdf5File.Open(path)) return Read(stored.Root, null);
                case FileKind.Zip:
                    using (var archive = new KerasArchive(file, path))
                    {
                        if (!archive.Has("model.weights.h5")) return null;
                        using var config = Architecture.Parse(archive.Config, "config.json");
                        using var weights = archive.OpenHdf5("model.weights.h5");
                        var compile = config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty("compile_config", out var found)
                            && found.ValueKind == JsonValueKind.Object && found.EnumerateObject().Any() ? found.GetRawText() : null;
                        return Read(weights.Root, compile);
                    }
                default:
                    return null;
            }
        }
        catch (Exception e) when (KerasFile.IsDamage(e))
        {
            throw new ModelFormatException(e.Message.StartsWith(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", e);
        }
    }

    private static TrainingState? Read(Hdf5Group root, string? compileConfig)
    {
        var own = root.TryGet("tfexplain_training", out var found) ? found as Hdf5Group : null;
        var state = new TrainingState { CompileConfig = compileConfig };
        if (root.Attributes.TryGetValue("training_config", out var training)) state.CompileConfig = TrainingConfig.FromKeras2(training.ReadStrings()[0]);
        List<(string Name, string Path, Hdf5Dataset Data)> variables;
        if (root.TryGet("optimizer_weights", out var legacy) && legacy is Hdf5Group slots) variables = Keras2(slots, state);
        else if (root.TryGet("optimizer/vars", out var numbered) && numbered is Hdf5Group vars) variables = Keras3(vars, state);
        else if (own is null && state.CompileConfig is null) return null;
        else variables = [];
        if (own is not null) variables = Own(own, state, variables);
        state.OptimizerVariables = [.. variables.Select(v => new OptimizerVariable(v.Name, v.Path, Shape.Create([.. v.Data.Shape.Select(e => checked((int)e))]), v.Data.ReadSingles()))];
        return state;
    }

    private static List<(string, string, Hdf5Dataset)> Keras2(Hdf5Group slots, TrainingState state)
    {
        var variables = new List<(string, string, Hdf5Dataset)>();
        foreach (var name in LegacyWeights.Strings(slots, "weight_names"))
        {
            var data = slots.GetDataset(name);
            var parts = name.Split(':')[0].Split('/', 3);
            if (parts[^1] is "iteration" or "iter") state.Iterations = data.ReadInt64s()[0];
            else if (parts[^1] is "learning_rate" or "current_learning_rate") state.LearningRate = data.ReadSingles()[0];
            else variables.Add((parts.Length > 1 ? parts[1] : parts[0], parts.Length > 2 ? parts[2] : "", data));
        }
        if (state.CompileConfig is { } config) state.LearningRate = Rate(config) ?? state.LearningRate;
        return variables;
    }

    /// <summary>Keras 3 numbers its variables and does not say what they are.</summary>
    private static List<(string, string, Hdf5Dataset)> Keras3(Hdf5Group vars, TrainingState state)
    {
        var variables = new List<(string, string, Hdf5Dataset)>();
        for (var i = 0; vars.TryGet($"{i}", out _); i++)
        {
            var data = vars.GetDataset($"{i}");
            if (i == 0) state.Iterations = data.ReadInt64s()[0];
            else if (i == 1) state.LearningRate = data.ReadSingles()[0];
            else variables.Add(($"{i}", "", data));
        }
        return variables;
    }

    private static List<(string, string, Hdf5Dataset)> Own(Hdf5Group own, TrainingState state, List<(string Name, string Path, Hdf5Dataset Data)> variables)
    {
        if (own.Attributes.TryGetValue("compile_config", out var config)) state.CompileConfig = config.ReadStrings()[0];
        state.Iterations = own.GetDataset("iterations").ReadInt64s()[0];
        state.LearningRate = own.GetDataset("learning_rate").ReadSingles()[0];
        var numbers = own.GetDataset("numbers").ReadDoubles();
        foreach (var (name, value) in Same(LegacyWeights.Strings(own, "number_names"), numbers, "numbers")) state.Numbers[name] = value;
        var arrays = LegacyWeights.Strings(own, "array_names");
        for (var i = 0; i < arrays.Count; i++) state.Arrays[arrays[i]] = own.GetDataset($"arrays/{i}").ReadDoubles();
        var named = Same(LegacyWeights.Strings(own, "variable_names"), LegacyWeights.Strings(own, "variable_paths"), "variables");
        return [.. Same(named, variables, "variables of the optimiser").Select(v => (v.Item1.Item1, v.Item1.Item2, v.Item2.Data))];
    }

    private static List<(T, U)> Same<T, U>(IReadOnlyCollection<T> names, IReadOnlyCollection<U> values, string what) => names.Count == values.Count
        ? [.. names.Zip(values)]
        : throw new ModelFormatException($"the training state names {names.Count} {what}; the file holds {values.Count}.");

    private static float? Rate(string compileConfig)
    {
        using var stored = Architecture.Parse(Encoding.UTF8.GetBytes(compileConfig), "the training configuration");
        return stored.RootElement.TryGetProperty("optimizer", out var optimizer) && optimizer.ValueKind == JsonValueKind.Object && optimizer.TryGetProperty("config", out var config)
            && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("learning_rate", out var rate) && rate.ValueKind == JsonValueKind.Number ? rate.GetSingle() : null;
    }
}
