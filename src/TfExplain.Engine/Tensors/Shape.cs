using System.Runtime.CompilerServices;

namespace TfExplain.Engine;

/// <summary>The extents of a tensor, outermost first; an extent of -1 is not known yet (a free batch, height or width).</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The extent that is not known before an input is given.</summary>
    public const int Unknown = -1;

    private readonly Ints _extents;

    private Shape(Ints extents) => _extents = extents;

    /// <summary>The shape with the given extents.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is below -1.</exception>
    public static Shape Create(ReadOnlySpan<int> extents)
    {
        foreach (var extent in extents) ArgumentOutOfRangeException.ThrowIfLessThan(extent, Unknown);
        return new(Ints.Create(extents));
    }

    /// <summary>The number of axes.</summary>
    public int Rank => _extents.Count;

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Span => _extents.Span;

    /// <summary>The extent of an axis; negative axes count from the last.</summary>
    public int this[int axis] => _extents[axis < 0 ? axis + Rank : axis];

    /// <summary>The extent of an axis.</summary>
    public int this[Index axis] => _extents[axis.GetOffset(Rank)];

    /// <summary>The extents of some consecutive axes.</summary>
    public Shape this[Range axes] => Create(Span[axes]);

    /// <summary>Whether every extent is known.</summary>
    public bool IsKnown => !Span.Contains(Unknown);

    /// <summary>The product of the extents.</summary>
    /// <exception cref="InvalidOperationException">An extent is unknown.</exception>
    public long Count
    {
        get
        {
            if (!IsKnown) throw new InvalidOperationException($"The number of elements of shape {this} is not known yet.");
            return Product(0, Rank);
        }
    }

    /// <summary>The enumerator that collection expressions spread.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Span.GetEnumerator();

    /// <summary>The product of the extents of axes <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public long Product(int start, int end)
    {
        long product = 1;
        foreach (var extent in Span[start..end]) product *= extent;
        return product;
    }

    /// <summary>The axis as a number from 0; negative axes count from the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        var normal = axis < 0 ? axis + Rank : axis;
        if (normal < 0 || normal >= Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), $"Axis {axis} does not exist in shape {this}.");
        return normal;
    }

    /// <summary>The same shape with another extent at one axis.</summary>
    public Shape With(int axis, int extent)
    {
        var extents = Span.ToArray();
        extents[Axis(axis)] = extent;
        return Create(extents);
    }

    /// <summary>The shape that two shapes broadcast to (NumPy's rule: aligned at the last axis, 1 stretches).</summary>
    /// <exception cref="ShapeException">Two extents differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        var rank = Math.Max(a.Rank, b.Rank);
        var result = new int[rank];
        for (var axis = 1; axis <= rank; axis++)
        {
            var x = axis <= a.Rank ? a[^axis] : 1;
            var y = axis <= b.Rank ? b[^axis] : 1;
            if (x != y && x is not (1 or Unknown) && y is not (1 or Unknown)) throw new ShapeException($"Shapes {a} and {b} do not broadcast to one another.");
            result[rank - axis] = x == 1 ? y : y == 1 ? x : Math.Max(x, y);
        }
        return Create(result);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => _extents == other._extents;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _extents.GetHashCode();

    /// <summary>Equality by value.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The extents in brackets, unknown ones as <c>?</c>: <c>[?,224,224,3]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', _extents.Select(e => e == Unknown ? "?" : e.ToString()))}]";
}
