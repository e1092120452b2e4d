namespace TfExplain.Training.Schedules;

/// <summary>rate(t) = InitialLearningRate / (1 + DecayRate t / DecaySteps), t / DecaySteps rounded down if Staircase.</summary>
public sealed record InverseTimeDecay : Schedule
{
    /// <summary>A rate whose inverse grows evenly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public InverseTimeDecay(float initialLearningRate, long decaySteps, double decayRate, bool staircase = false)
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

    /// <summary>How fast the inverse grows.</summary>
    public double DecayRate { get; init => field = Check.NotNegative(value); }

    /// <summary>Whether the rate falls in steps.</summary>
    public bool Staircase { get; init; }

    /// <inheritdoc/>
    public override float Rate(long step)
    {
        var decays = (double)step / DecaySteps;
        return (float)(InitialLearningRate / (1 + DecayRate * (Staircase ? Math.Floor(decays) : decays)));
    }
}
