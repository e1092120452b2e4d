using System.Text.Json.Nodes;

namespace TfExplain.Training;

/// <summary>
/// Whole numbers per spatial axis, as <c>kernel_size</c>, <c>strides</c> or <c>padding</c> take them: one for all axes, <c>(3, 3)</c>, <c>(3, 3, 3)</c>,
/// or for padding and cropping a pair per axis, <c>((0, 1), (0, 1))</c>.
/// </summary>
public readonly struct Window : IEquatable<Window>
{
    private readonly string? _json;

    private Window(JsonNode json) => _json = json.ToJsonString();

    /// <summary>One number for all axes.</summary>
    public static implicit operator Window(int all) => new(all);

    /// <summary>Two axes; for one axis of padding or cropping, before and after.</summary>
    public static implicit operator Window((int, int) axes) => new(Pair(axes));

    /// <summary>Three axes.</summary>
    public static implicit operator Window((int, int, int) axes) => new(new JsonArray(axes.Item1, axes.Item2, axes.Item3));

    /// <summary>Before and after on two axes.</summary>
    public static implicit operator Window(((int, int), (int, int)) axes) => new(new JsonArray(Pair(axes.Item1), Pair(axes.Item2)));

    /// <summary>Before and after on three axes.</summary>
    public static implicit operator Window(((int, int), (int, int), (int, int)) axes) => new(new JsonArray(Pair(axes.Item1), Pair(axes.Item2), Pair(axes.Item3)));

    /// <summary>Whether both hold the same numbers.</summary>
    public static bool operator ==(Window left, Window right) => left.Equals(right);

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(Window left, Window right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Window other) => _json == other._json;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Window other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _json?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The numbers as JSON.</summary>
    public override string ToString() => _json ?? "null";

    internal JsonNode? Stored => _json is null ? null : JsonNode.Parse(_json);

    private static JsonArray Pair((int, int) pair) => [pair.Item1, pair.Item2];
}
