using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TfExplain.Models.Keras.Writing;

/// <summary>The architecture of a model in the form that a file needs. What has that form already is written back unchanged.</summary>
internal static class KerasForm
{
    /// <summary>The Keras whose files are reproduced.</summary>
    public const string Keras2Version = "2.15.0";

    /// <summary>The Keras whose archives are reproduced.</summary>
    public const string Keras3Version = "3.15.1";

    private static readonly JsonWriterOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>The architecture for a <c>.keras</c> archive.</summary>
    /// <exception cref="ModelFormatException">It holds layers that Keras 3 lacks or computes otherwise; all are listed.</exception>
    public static string Keras3(Model model, KerasSource source)
    {
        RefuseOtherMeaning(source, keras2: false);
        var stored = source.Stored;
        return IsKeras3(stored) && stored.TryGetProperty("module", out _) ? stored.GetRawText() : Text(new ToKeras3(model).Convert(stored));
    }

    /// <summary>The architecture for a whole-model <c>.h5</c> and the version that the file names: Keras 2's form if the model can be said in it, else Keras 3's.</summary>
    public static (string Config, string Version) ForHdf5(Model model, KerasSource source)
    {
        var stored = source.Stored;
        var isKeras3 = IsKeras3(stored);
        if (!isKeras3 && !HasOtherMeaning(source, keras2: true) && !stored.TryGetProperty("module", out _)) return (Bare(stored), Keras2Version);
        if (!HasOtherMeaning(source, keras2: true) && ToKeras2.TryConvert(stored) is { } converted) return (Text(converted), Keras2Version);
        RefuseOtherMeaning(source, keras2: false);
        return isKeras3 ? (stored.GetRawText(), Keras3Version) : (Text(new ToKeras3(model).Convert(stored)), Keras3Version);
    }

    /// <summary>Whether an architecture has Keras 3's form: calls with named arguments, or inputs with a <c>batch_shape</c>, or layers with a policy for their type.</summary>
    public static bool IsKeras3(JsonElement stored) => stored.ValueKind switch
    {
        JsonValueKind.Object => stored.EnumerateObject().Any(p => p.Name == "batch_shape"
            || (p.Name == "class_name" && p.Value.ValueKind == JsonValueKind.String && p.Value.GetString() is "DTypePolicy" or "__keras_tensor__") || IsKeras3(p.Value)),
        JsonValueKind.Array => stored.EnumerateArray().Any(IsKeras3),
        _ => false,
    };

    public static string Text(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_plain)) node.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary><c>to_json()</c> adds the version beside the architecture; files say it elsewhere.</summary>
    private static string Bare(JsonElement stored)
    {
        if (!stored.TryGetProperty("keras_version", out _) && !stored.TryGetProperty("backend", out _)) return stored.GetRawText();
        var bare = JsonObject.Create(stored)!;
        bare.Remove("keras_version");
        bare.Remove("backend");
        return Text(bare);
    }

    private static void RefuseOtherMeaning(KerasSource source, bool keras2)
    {
        if (OtherMeaning(source, keras2) is { } name)
            throw new ModelFormatException($"'{name}' is another function in Keras {(keras2 ? 2 : 3)} than in the Keras that the model is from; save it as {(keras2 ? ".keras" : ".h5")} instead.");
    }

    private static bool HasOtherMeaning(KerasSource source, bool keras2) => OtherMeaning(source, keras2) is not null;

    /// <summary>What the two versions compute differently; null if nothing of it is in the model.</summary>
    public static string? OtherMeaning(KerasSource source, bool keras2) => source.Options.IsKeras2 == keras2 ? null
        : Mentions(source.Stored, "hard_sigmoid") ? "hard_sigmoid" : Mentions(source.Stored, "RandomCrop") ? "RandomCrop" : null;

    private static bool Mentions(JsonElement stored, string text) => stored.ValueKind switch
    {
        // A name that a user chose stands for nothing.
        JsonValueKind.Object => stored.EnumerateObject().Any(p => p.Name != "name" && Mentions(p.Value, text)),
        JsonValueKind.Array => stored.EnumerateArray().Any(item => Mentions(item, text)),
        JsonValueKind.String => stored.ValueEquals(text),
        _ => false,
    };
}
