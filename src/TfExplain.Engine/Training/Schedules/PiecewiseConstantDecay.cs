namespace TfExplain.Training.Schedules;

/// <summary>rate(t) = Values[i] with i the number of Boundaries below t.</summary>
public sealed record PiecewiseConstantDecay : Schedule
{
    private readonly long[] _boundaries;
    private readonly float[] _values;

    /// <summary>A rate per stretch of steps; a boundary is the last step of its stretch.</summary>
    /// <exception cref="ArgumentException">There is not one value more than boundaries, or the boundaries do not rise.</exception>
    public PiecewiseConstantDecay(IEnumerable<long> boundaries, IEnumerable<float> values)
    {
        _boundaries = [.. boundaries];
        _values = [.. values];
        if (_values.Length != _boundaries.Length + 1)
            throw new ArgumentException($"Expected one value more than boundaries; found {_values.Length} values and {_boundaries.Length} boundaries.");
        for (var i = 1; i < _boundaries.Length; i++)
            if (_boundaries[i] <= _boundaries[i - 1]) throw new ArgumentException($"The boundaries must rise; {_boundaries[i]} follows {_boundaries[i - 1]}.");
        foreach (var value in _values) Check.NotNegative(value, nameof(Values));
    }

    /// <summary>The last step of each stretch but the last.</summary>
    public IReadOnlyList<long> Boundaries => _boundaries;

    /// <summary>The rate of each stretch.</summary>
    public IReadOnlyList<float> Values => _values;

    /// <inheritdoc/>
    public override float Rate(long step)
    {
        var i = 0;
        while (i < _boundaries.Length && step > _boundaries[i]) i++;
        return _values[i];
    }

    /// <inheritdoc/>
    public bool Equals(PiecewiseConstantDecay? other) => other is not null && _boundaries.SequenceEqual(other._boundaries) && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_boundaries.Length, _values[0], _values[^1]);
}
