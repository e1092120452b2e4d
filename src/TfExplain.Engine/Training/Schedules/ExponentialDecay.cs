namespace TfExplain.Training.Schedules;

/// <summary>rate(t) = InitialLearningRate DecayRate^(t / DecaySteps), t / DecaySteps rounded down if Staircase.</summary>
public sealed record ExponentialDecay : RepeatedDecay
{
    /// <summary>A rate that is multiplied by the decay rate every so many steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExponentialDecay(float initialLearningRate, long decaySteps, double decayRate, bool staircase = false) : base(initialLearningRate, decaySteps, decayRate, staircase)
    {
    }

    /// <inheritdoc/>
    public override float Rate(long step) => (float)(InitialLearningRate * Math.Pow(DecayRate, Decays(step)));
}
