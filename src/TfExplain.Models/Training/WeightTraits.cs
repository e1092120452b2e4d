using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Models.Keras;

namespace TfExplain.Training;

/// <summary>What a layer's configuration says about one of its weights: how it begins, what its size costs, and what it must obey.</summary>
/// <param name="Parameter">The weight.</param>
/// <param name="Name">Its name in the layer, e.g. <c>recurrent_kernel</c>.</param>
/// <param name="IsLstm">Whether it is a weight of an LSTM's cell.</param>
/// <param name="Config">The configuration of the layer, or of the layer inside that has the weight.</param>
internal sealed record WeightTraits(Parameter Parameter, string Name, bool IsLstm, JsonElement Config)
{
    /// <summary>The class of the layer that the model lists.</summary>
    public string LayerClass { get; private init; } = "";

    /// <summary>How the weight begins.</summary>
    public Initializer Initializer => Find("initializer") is { } stored ? Read("initializer", stored, Initializer.Read) : Default;

    /// <summary>What its size adds to the loss, or null.</summary>
    public Regularizer? Regularizer => Find("regularizer") is { } stored ? Read("regularizer", stored, Regularizer.Read) : null;

    /// <summary>What it must obey after every step, or null.</summary>
    public Constraint? Constraint => Find("constraint") is { } stored ? Read("constraint", stored, Constraint.Read) : null;

    /// <summary>Gives every weight its first values, each from random numbers of its own name.</summary>
    public static void Initialize(ModelWeights weights, CounterRandom random)
    {
        foreach (var traits in Of(weights))
            traits.Parameter.Update(values =>
            {
                var initializer = traits.Initializer;
                var own = initializer.Seed is { } seed ? CounterRandom.Of(seed) : random.Part(traits.Parameter.Name);
                initializer.Fill(traits.Parameter.Shape, values, own);
                // The forget gate of an LSTM, the second quarter, begins open.
                if (traits is { Name: "bias", IsLstm: true } && Member(traits.Config, "unit_forget_bias") is not { ValueKind: JsonValueKind.False }) values.Slice(values.Length / 4, values.Length / 4).Fill(1);
            });
    }

    /// <summary>All weights of a model in Keras's order.</summary>
    public static IEnumerable<WeightTraits> Of(ModelWeights weights) => weights.Layers.SelectMany(l => l.Layer is { } layer ? Of(layer, layer.Config).Select(t => t with { LayerClass = l.ClassName }) : Of(l.Model!));

    private static IEnumerable<WeightTraits> Of(LayerWeights layer, JsonElement config)
    {
        // The recurrent kernel of an LSTM has four gates, that of a GRU three.
        var isLstm = layer.Ordered.Any(item => item is { Name: "recurrent_kernel", Parameter.Shape: var shape } && shape[^1] == 4 * shape[^2]);
        foreach (var (name, parameter, inner, model) in layer.Ordered)
            foreach (var traits in inner is not null ? Of(inner, Inside(config, name)) : model is not null ? Of(model) : [new WeightTraits(parameter!, name, isLstm, config)])
                yield return traits;
    }

    /// <summary>The configuration of a layer inside: its own where the outer one stores it, else the outer one, which then speaks for it.</summary>
    private static JsonElement Inside(JsonElement config, string name)
    {
        if (Member(config, "cells") is { ValueKind: JsonValueKind.Array } stored)
        {
            var cells = stored.EnumerateArray().ToList();
            var index = SnakeCase.Numbered(cells.Select(KerasOptions.ClassName)).IndexOf(name);
            if (index >= 0) return Member(cells[index], "config") ?? config;
        }
        string[] keys = name switch
        {
            "forward_layer" => ["layer"],
            "backward_layer" => ["backward_layer", "layer"],
            _ => [name],
        };
        foreach (var key in keys)
            if (Member(config, key) is { ValueKind: JsonValueKind.Object } layer && Member(layer, "config") is { } inner) return inner;
        return config;
    }

    private T Read<T>(string kind, JsonElement stored, Func<JsonElement, T> read)
    {
        try
        {
            return read(stored);
        }
        catch (Exception e) when (KerasFile.IsDamage(e))
        {
            throw new ModelFormatException($"The {kind} of the weight '{Parameter.Name}' makes no sense: {e.Message}", e);
        }
    }

    private JsonElement? Find(string kind)
    {
        // Keras names the initialiser of a recurrent_kernel recurrent_initializer.
        var stem = Name.EndsWith("_kernel", StringComparison.Ordinal) ? Name[..^"_kernel".Length] : Name;
        return Member(Config, $"{stem}_{kind}") ?? Member(Config, $"{Name}_{kind}");
    }

    private static JsonElement? Member(JsonElement stored, string name) =>
        stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private Initializer Default => Name switch
    {
        "scale" when LayerClass == "AdditiveAttention" => new Initializers.GlorotUniform(),
        // LayerScale of ConvNeXt.
        "gamma" when Member(Config, "init_values") is { ValueKind: JsonValueKind.Number } small => new Initializers.Constant(small.GetSingle()),
        "gamma" or "moving_variance" or "scale" or "variance" => new Initializers.Ones(),
        "recurrent_kernel" => new Initializers.Orthogonal(),
        "embeddings" => new Initializers.RandomUniform(),
        "vector_u" => new Initializers.TruncatedNormal { Stddev = 0.02f },
        "concat_score_weight" => new Initializers.Ones(),
        _ when Name.EndsWith("kernel", StringComparison.Ordinal) => new Initializers.GlorotUniform(),
        _ => new Initializers.Zeros(),
    };
}
