using System.Collections;
using System.Runtime.CompilerServices;

namespace TfExplain.Engine;

/// <summary>An immutable list of integers compared by value: strides, axes, permutations.</summary>
[CollectionBuilder(typeof(Ints), nameof(Create))]
public readonly struct Ints : IEquatable<Ints>, IReadOnlyList<int>
{
    private readonly int[]? _items;

    private Ints(int[] items) => _items = items;

    /// <summary>The list of the given integers.</summary>
    public static Ints Create(ReadOnlySpan<int> items) => new(items.ToArray());

    /// <summary>The list of <paramref name="count"/> copies of <paramref name="value"/>.</summary>
    public static Ints Repeat(int value, int count)
    {
        var items = new int[count];
        Array.Fill(items, value);
        return new(items);
    }

    /// <inheritdoc/>
    public int Count => _items?.Length ?? 0;

    /// <inheritdoc/>
    public int this[int index] => Items[index];

    /// <summary>The integers as a span.</summary>
    public ReadOnlySpan<int> Span => _items;

    private int[] Items => _items ?? [];

    /// <inheritdoc/>
    public bool Equals(Ints other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ints other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Span) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>Equality by value.</summary>
    public static bool operator ==(Ints left, Ints right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(Ints left, Ints right) => !left.Equals(right);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <summary>The integers in brackets: <c>[2,2]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', Items)}]";
}
