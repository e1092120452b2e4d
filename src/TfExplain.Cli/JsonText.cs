using System.Text;
using System.Text.Json;

namespace TfExplain.Cli;

/// <summary>Writes JSON to text.</summary>
internal static class JsonText
{
    public static string Of(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write, false));

    public static byte[] Bytes(Action<Utf8JsonWriter> write, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = indented })) write(json);
        return buffer.ToArray();
    }
}
