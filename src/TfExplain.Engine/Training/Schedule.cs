using TfExplain.Training.Schedules;

namespace TfExplain.Training;

/// <summary>
/// A learning rate as a function of the steps already taken. Computed in double precision and rounded once, so that it stays exact for any number of steps;
/// Keras computes in float32 and differs by a few units in the last place.
/// </summary>
public abstract partial record Schedule
{
    /// <summary>The rate of the step that follows <paramref name="step"/> finished ones.</summary>
    public abstract float Rate(long step);

    /// <summary>The same rate for every step.</summary>
    public static implicit operator Schedule(float rate) => new ConstantSchedule(rate);

    /// <summary>The same rate for every step.</summary>
    public static implicit operator Schedule(double rate) => new ConstantSchedule((float)rate);
}
