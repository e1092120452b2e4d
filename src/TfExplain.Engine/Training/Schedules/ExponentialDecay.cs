namespace TfExplain.Training.Schedules;

/// <summary>rate(t) = InitialLearningRate DecayRate^(t / DecaySteps), t / DecaySteps rounded down if Staircase.</summary>
public sealed record ExponentialDecay : Schedule
{
    /// <summary>A rate that is multiplied by the decay rate every so many steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExponentialDecay(float initialLearningRate, long decaySteps, double decayRate, bool staircase = false)
    {
        InitialLearningRate = initialLearningRate;
        DecaySteps = decaySteps;
        DecayRate = decayRate;
        Staircase = staircase;
    }

    /// <summary>The rate at the start.</summary>
    public float InitialLearningRate { get; init => field = Check.NotNegative(value); }

    /// <summary>The steps after which the rate has decayed once.</summary>
    public long DecaySteps { get; init => field = Check.Positive(value); }

    /// <summary>What is left of the rate.</summary>
    public double DecayRate { get; init => field = Check.NotNegative(value); }

    /// <summary>Whether the rate falls in steps.</summary>
    public bool Staircase { get; init; }

    /// <inheritdoc/>
    public override float Rate(long step)
    {
        var decays = (double)step / DecaySteps;
        return (float)(InitialLearningRate * Math.Pow(DecayRate, Staircase ? Math.Floor(decays) : decays));
    }
}
