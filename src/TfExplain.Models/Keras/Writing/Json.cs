using System.Text.Json;
using System.Text.Json.Nodes;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Stored JSON as nodes that can be put into a new document.</summary>
internal static class Json
{
    /// <summary>A copy; numbers keep the digits of the file.</summary>
    public static JsonNode? Of(JsonElement stored) => stored.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(stored),
        JsonValueKind.Array => JsonArray.Create(stored),
        _ => JsonValue.Create(stored),
    };

    public static bool IsObject(JsonElement stored, out string className)
    {
        className = "";
        if (stored.ValueKind != JsonValueKind.Object || !stored.TryGetProperty("class_name", out var name) || name.ValueKind != JsonValueKind.String || !stored.TryGetProperty("config", out _)) return false;
        className = name.GetString()!;
        return true;
    }
}
