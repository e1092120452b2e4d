namespace TfExplain.Training.Schedules;

/// <summary>
/// rate(t) = (InitialLearningRate - EndLearningRate) (1 - t / n)^Power + EndLearningRate with n = DecaySteps, constant from there; with Cycle
/// n is the next multiple of DecaySteps, so that the rate rises again.
/// </summary>
public sealed record PolynomialDecay : Schedule
{
    /// <summary>A rate that falls along a power.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PolynomialDecay(float initialLearningRate, long decaySteps, float endLearningRate = 0.0001f, double power = 1, bool cycle = false)
    {
        InitialLearningRate = initialLearningRate;
        DecaySteps = decaySteps;
        EndLearningRate = endLearningRate;
        Power = power;
        Cycle = cycle;
    }

    /// <summary>The rate at the start.</summary>
    public float InitialLearningRate { get; init => field = Check.NotNegative(value); }

    /// <summary>The steps of the descent.</summary>
    public long DecaySteps { get; init => field = Check.Positive(value); }

    /// <summary>The rate at the end.</summary>
    public float EndLearningRate { get; init => field = Check.NotNegative(value); }

    /// <summary>1 falls evenly.</summary>
    public double Power { get; init => field = Check.NotNegative(value); }

    /// <summary>Whether to start again, from lower each time.</summary>
    public bool Cycle { get; init; }

    /// <inheritdoc/>
    public override float Rate(long step)
    {
        var length = Cycle ? DecaySteps * Math.Max(1, Math.Ceiling((double)step / DecaySteps)) : DecaySteps;
        var part = Math.Min(step, length) / length;
        return (float)((InitialLearningRate - (double)EndLearningRate) * Math.Pow(1 - part, Power) + EndLearningRate);
    }
}
