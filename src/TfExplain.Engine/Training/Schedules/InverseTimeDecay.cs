namespace TfExplain.Training.Schedules;

/// <summary>rate(t) = InitialLearningRate / (1 + DecayRate t / DecaySteps), t / DecaySteps rounded down if Staircase.</summary>
public sealed record InverseTimeDecay : RepeatedDecay
{
    /// <summary>A rate whose inverse grows evenly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public InverseTimeDecay(float initialLearningRate, long decaySteps, double decayRate, bool staircase = false) : base(initialLearningRate, decaySteps, decayRate, staircase)
    {
    }

    /// <inheritdoc/>
    public override float Rate(long step) => (float)(InitialLearningRate / (1 + DecayRate * Decays(step)));
}
