using TfExplain.Engine;
using TfExplain.Models.Hdf5.Writing;
using TfExplain.Training;

namespace TfExplain.Models.Keras.Writing;

/// <summary>
/// Writes a training state where Keras keeps its own, and what Keras has no place for into the group <c>tfexplain_training</c>, which other readers pass over.
/// </summary>
internal static class TrainingStateWriter
{
    /// <summary>Keras 2: the attribute <c>training_config</c>, and the group <c>optimizer_weights</c> with <c>iteration:0</c> before the slots.</summary>
    public static void WriteKeras2(GroupNode root, TrainingState state)
    {
        Check(state);
        if (state.CompileConfig is { } config) root.Attribute("training_config", TrainingConfig.ToKeras2(config), utf8: false);
        var optimizer = TrainingConfig.Optimizer(state.CompileConfig);
        var group = root.Group("optimizer_weights");
        var names = new List<string> { "iteration:0" };
        group.Dataset(names[0], Hdf5Type.Int64, [], stream => ElementWriter.Int64(stream, state.Iterations));
        foreach (var variable in state.OptimizerVariables)
        {
            var path = $"{optimizer}/{SlotNames.Keras2(optimizer, variable.Name)}/{variable.Path}".TrimEnd('/');
            var name = $"{path}:0";
            for (var again = 1; group.Has(name); again++) name = $"{path}_{again}:0";
            names.Add(name);
            Values(group, name, variable);
        }
        LegacyWeightsWriter.Names(group, "weight_names", names);
        Rest(root, state);
    }

    /// <summary>Keras 3: the group <c>optimizer/vars</c> with the step count, the rate and the slots, numbered.</summary>
    public static void WriteKeras3(GroupNode root, TrainingState state)
    {
        Check(state);
        var group = root.Group("optimizer/vars");
        group.Attribute("name", SnakeCase.Of(TrainingConfig.Optimizer(state.CompileConfig)));
        group.Dataset("0", Hdf5Type.Int64, [], stream => ElementWriter.Int64(stream, state.Iterations));
        group.Dataset("1", Hdf5Type.Float32, [], stream => ElementWriter.Singles(stream, [state.LearningRate]));
        for (var i = 0; i < state.OptimizerVariables.Count; i++) Values(group, $"{i + 2}", state.OptimizerVariables[i]);
        Rest(root, state);
    }

    private static void Values(GroupNode group, string name, OptimizerVariable variable) =>
        group.Dataset(name, Hdf5Type.Float32, WeightData.Extents(variable.Shape), stream => ElementWriter.Singles(stream, variable.Values));

    private static void Rest(GroupNode root, TrainingState state)
    {
        var group = root.Group("tfexplain_training");
        if (state.CompileConfig is { } config) group.Attribute("compile_config", config);
        LegacyWeightsWriter.Names(group, "variable_names", [.. state.OptimizerVariables.Select(v => v.Name)]);
        LegacyWeightsWriter.Names(group, "variable_paths", [.. state.OptimizerVariables.Select(v => v.Path)]);
        group.Dataset("iterations", Hdf5Type.Int64, [], stream => ElementWriter.Int64(stream, state.Iterations));
        group.Dataset("learning_rate", Hdf5Type.Float32, [], stream => ElementWriter.Singles(stream, [state.LearningRate]));
        LegacyWeightsWriter.Names(group, "number_names", [.. state.Numbers.Keys]);
        group.Dataset("numbers", Hdf5Type.Float64, [state.Numbers.Count], stream => ElementWriter.Doubles(stream, [.. state.Numbers.Values]));
        LegacyWeightsWriter.Names(group, "array_names", [.. state.Arrays.Keys]);
        var (arrays, index) = (group.Group("arrays"), 0);
        foreach (var values in state.Arrays.Values) arrays.Dataset($"{index++}", Hdf5Type.Float64, [values.Length], stream => ElementWriter.Doubles(stream, values));
    }

    private static void Check(TrainingState state)
    {
        foreach (var variable in state.OptimizerVariables)
            if (variable.Shape.Count != variable.Values.Length)
                throw new ArgumentException($"The optimiser's variable '{variable.Name}' of '{variable.Path}' has the shape {variable.Shape} and {variable.Values.Length} values.", nameof(state));
    }
}
