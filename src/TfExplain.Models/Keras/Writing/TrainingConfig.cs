using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training;

namespace TfExplain.Models.Keras.Writing;

/// <summary>The optimiser, loss and metrics between Keras 3's <c>compile_config</c> and Keras 2's <c>training_config</c>.</summary>
internal static class TrainingConfig
{
    // What Keras 3's optimisers are told and those of Keras 2 do not accept.
    private static readonly string[] s_keras3Only = ["loss_scale_factor", "gradient_accumulation_steps"];
    private static readonly string[] s_shared = ["loss", "metrics", "weighted_metrics", "loss_weights"];

    /// <summary>The architecture with the state's <c>compile_config</c>; unchanged without one.</summary>
    public static string Insert(string architecture, TrainingState? training)
    {
        if (training?.CompileConfig is not { } config) return architecture;
        using var document = Architecture.Parse(Encoding.UTF8.GetBytes(architecture), "the architecture");
        using var compile = Parse(config);
        var root = JsonObject.Create(document.RootElement)!;
        root["compile_config"] = Json.Of(compile.RootElement);
        return KerasForm.Text(root);
    }

    public static string ToKeras2(string compileConfig)
    {
        using var stored = Parse(compileConfig);
        var result = new JsonObject();
        foreach (var key in s_shared) result[key] = stored.RootElement.TryGetProperty(key, out var value) ? Json.Of(value) : null;
        if (!stored.RootElement.TryGetProperty("optimizer", out var optimizer)) return KerasForm.Text(result);
        if (!Json.IsObject(optimizer, out var className))
        {
            result["optimizer_config"] = Json.Of(optimizer);
            return KerasForm.Text(result);
        }
        var config = Json.Of(optimizer.GetProperty("config"))!.DeepClone();
        if (config is JsonObject members)
            foreach (var key in s_keras3Only) members.Remove(key);
        result["optimizer_config"] = new JsonObject { ["class_name"] = className, ["config"] = config };
        return KerasForm.Text(result);
    }

    public static string FromKeras2(string trainingConfig)
    {
        using var stored = Architecture.Parse(Encoding.UTF8.GetBytes(trainingConfig), "the attribute 'training_config'");
        if (stored.RootElement.ValueKind != JsonValueKind.Object) throw new ModelFormatException("the attribute 'training_config' should be a JSON object.");
        var result = new JsonObject();
        if (stored.RootElement.TryGetProperty("optimizer_config", out var optimizer))
            result["optimizer"] = Json.IsObject(optimizer, out var className)
                ? new JsonObject { ["module"] = "keras.optimizers", ["class_name"] = className[(className.LastIndexOf('>') + 1)..], ["config"] = Json.Of(optimizer.GetProperty("config")), ["registered_name"] = null }
                : Json.Of(optimizer);
        foreach (var key in s_shared)
            if (stored.RootElement.TryGetProperty(key, out var value)) result[key] = Json.Of(value);
        return KerasForm.Text(result);
    }

    /// <summary>The class of the optimiser, e.g. <c>Adam</c>; it begins the names of Keras 2's optimiser variables.</summary>
    public static string Optimizer(string? compileConfig)
    {
        if (compileConfig is null) return "optimizer";
        using var stored = Parse(compileConfig);
        if (!stored.RootElement.TryGetProperty("optimizer", out var optimizer)) return "optimizer";
        return Json.IsObject(optimizer, out var className) ? className : optimizer.ValueKind == JsonValueKind.String ? optimizer.GetString()! : "optimizer";
    }

    private static JsonDocument Parse(string compileConfig)
    {
        var parsed = Architecture.Parse(Encoding.UTF8.GetBytes(compileConfig), "the training state's CompileConfig");
        if (parsed.RootElement.ValueKind == JsonValueKind.Object) return parsed;
        parsed.Dispose();
        throw new ModelFormatException("the training state's CompileConfig should be a JSON object.");
    }
}
