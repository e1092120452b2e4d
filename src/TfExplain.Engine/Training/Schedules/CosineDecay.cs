namespace TfExplain.Training.Schedules;

/// <summary>
/// rate(t) = r ((1 - Alpha) (1 + cos(pi t / DecaySteps)) / 2 + Alpha) up to DecaySteps and constant from there, with r = InitialLearningRate. With a WarmupTarget
/// the rate first rises evenly from InitialLearningRate to it in WarmupSteps, and r = WarmupTarget. (Loshchilov and Hutter, 2017, arXiv 1608.03983.)
/// </summary>
public sealed record CosineDecay : Schedule
{
    /// <summary>A rate that falls along half a cosine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineDecay(float initialLearningRate, long decaySteps, double alpha = 0, float? warmupTarget = null, long warmupSteps = 0)
    {
        InitialLearningRate = initialLearningRate;
        DecaySteps = decaySteps;
        Alpha = alpha;
        WarmupTarget = warmupTarget;
        WarmupSteps = warmupSteps;
    }

    /// <summary>The rate at the start.</summary>
    public float InitialLearningRate { get; init => field = Check.NotNegative(value); }

    /// <summary>The steps of the descent.</summary>
    public long DecaySteps { get; init => field = Check.Positive(value); }

    /// <summary>The least rate as a part of the first.</summary>
    public double Alpha { get; init => field = Check.Finite(value); }

    /// <summary>Where the rate rises to; null for no warm-up.</summary>
    public float? WarmupTarget { get; init => field = value is { } given ? Check.NotNegative(given) : null; }

    /// <summary>The steps of the rise.</summary>
    public long WarmupSteps { get; init => field = Check.NotNegative(value); }

    /// <inheritdoc/>
    public override float Rate(long step)
    {
        if (WarmupTarget is not { } target) return Descend(InitialLearningRate, step);
        return step < WarmupSteps
            ? (float)(InitialLearningRate + (target - (double)InitialLearningRate) * step / WarmupSteps)
            : Descend(target, step - WarmupSteps);
    }

    private float Descend(float from, long step) =>
        (float)(from * ((1 - Alpha) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, DecaySteps) / DecaySteps)) + Alpha));
}
