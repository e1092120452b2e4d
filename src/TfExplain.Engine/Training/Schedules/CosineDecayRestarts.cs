namespace TfExplain.Training.Schedules;

/// <summary>
/// Half cosines one after another: period i has FirstDecaySteps TMul^i steps and starts at InitialLearningRate MMul^i; at the part p of a period
/// rate = InitialLearningRate ((1 - Alpha) MMul^i (1 + cos(pi p)) / 2 + Alpha). (Loshchilov and Hutter, 2017, arXiv 1608.03983.)
/// </summary>
public sealed record CosineDecayRestarts : Schedule
{
    /// <summary>A rate that falls along half cosines and starts again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineDecayRestarts(float initialLearningRate, long firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0)
    {
        InitialLearningRate = initialLearningRate;
        FirstDecaySteps = firstDecaySteps;
        TMul = tMul;
        MMul = mMul;
        Alpha = alpha;
    }

    /// <summary>The rate at the start.</summary>
    public float InitialLearningRate { get; init => field = Check.NotNegative(value); }

    /// <summary>The steps of the first period.</summary>
    public long FirstDecaySteps { get; init => field = Check.Positive(value); }

    /// <summary>How much longer each period is than the one before; at least 1.</summary>
    public double TMul { get; init => field = Check.AtLeast(1.0, value); }

    /// <summary>What each period's start keeps of the one's before.</summary>
    public double MMul { get; init => field = Check.NotNegative(value); }

    /// <summary>The least rate as a part of the first.</summary>
    public double Alpha { get; init => field = Check.Finite(value); }

    /// <inheritdoc/>
    public override float Rate(long step)
    {
        var periods = (double)step / FirstDecaySteps;
        var i = TMul == 1 ? Math.Floor(periods) : Math.Floor(Math.Log(1 + periods * (TMul - 1)) / Math.Log(TMul));
        // The logarithms' rounding may put the first step of a period into the one before, or the last one into the next.
        if (periods >= Start(i + 1)) i++;
        else if (periods < Start(i)) i--;
        var part = (periods - Start(i)) / Math.Pow(TMul, i);
        return (float)(InitialLearningRate * ((1 - Alpha) * Math.Pow(MMul, i) * 0.5 * (1 + Math.Cos(Math.PI * part)) + Alpha));
    }

    /// <summary>Where period i starts, in lengths of the first.</summary>
    private double Start(double i) => TMul == 1 ? i : (Math.Pow(TMul, i) - 1) / (TMul - 1);
}
