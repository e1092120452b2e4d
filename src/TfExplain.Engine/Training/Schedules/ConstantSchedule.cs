namespace TfExplain.Training.Schedules;

/// <summary>rate(t) = Value.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <summary>The same rate for every step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public ConstantSchedule(float value) => Value = value;

    /// <summary>The rate.</summary>
    public float Value { get; init => field = Check.NotNegative(value, "LearningRate"); }

    /// <inheritdoc/>
    public override float Rate(long step) => Value;
}
