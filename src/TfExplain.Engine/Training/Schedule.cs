using TfExplain.Training.Schedules;

namespace TfExplain.Training;

/// <summary>A learning rate as a function of the steps already taken. Computed in float32 as in Keras, whose rates are float32 tensors.</summary>
public abstract record Schedule
{
    /// <summary>The rate of the step that follows <paramref name="step"/> finished ones.</summary>
    public abstract float Rate(long step);

    /// <summary>The same rate for every step.</summary>
    public static implicit operator Schedule(float rate) => new ConstantSchedule(rate);

    /// <summary>The same rate for every step.</summary>
    public static implicit operator Schedule(double rate) => new ConstantSchedule((float)rate);
}
