namespace TfExplain.Training.Schedules;

/// <summary>A rate that decays a little with every step, or at once after every so many of them.</summary>
public abstract record RepeatedDecay : Schedule
{
    private protected RepeatedDecay(float initialLearningRate, long decaySteps, double decayRate, bool staircase) =>
        (InitialLearningRate, DecaySteps, DecayRate, Staircase) = (initialLearningRate, decaySteps, decayRate, staircase);

    /// <summary>The rate at the start.</summary>
    public float InitialLearningRate { get; init => field = Check.NotNegative(value); }

    /// <summary>The steps after which the rate has decayed once.</summary>
    public long DecaySteps { get; init => field = Check.Positive(value); }

    /// <summary>How strongly it decays.</summary>
    public double DecayRate { get; init => field = Check.NotNegative(value); }

    /// <summary>Whether the rate falls in steps.</summary>
    public bool Staircase { get; init; }

    /// <summary>How often the rate has decayed by a step.</summary>
    private protected double Decays(long step) => Staircase ? Math.Floor((double)step / DecaySteps) : (double)step / DecaySteps;
}
