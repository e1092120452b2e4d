namespace TfExplain.Engine.Operations;

/// <summary>From which inputs, with which weights, each output along an axis is made. A new convention is one such record.</summary>
public abstract record ResampleRule
{
    /// <summary>The extent that an axis of extent <paramref name="input"/> gets; either may be unknown.</summary>
    /// <exception cref="ShapeException">The rule does not fit the extent.</exception>
    public abstract int Extent(int input);

    /// <summary>The taps for an axis of known extent.</summary>
    public abstract Taps Taps(int input);
}
