using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>
/// How weights follow their gradients: an immutable configuration. <see cref="Start"/> makes the mutable rest. A new optimiser is one record that declares its
/// slots and updates a stretch of a weight.
/// </summary>
public abstract partial record Optimizer
{
    /// <summary>An optimiser of a rate.</summary>
    protected Optimizer(Schedule learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate; a number or a schedule.</summary>
    public Schedule LearningRate { get; init => field = value ?? throw new ArgumentNullException(nameof(LearningRate)); }

    /// <summary>w -= w WeightDecay rate before each step, for every weight that has a gradient; null for none.</summary>
    public float? WeightDecay { get; init => field = value is { } given ? Check.NotNegative(given) : null; }

    /// <summary>The largest Euclidean norm of each gradient by itself; longer ones are scaled down.</summary>
    public float? ClipNorm { get; init => field = Check.PositiveOrNull(value); }

    /// <summary>The largest magnitude of an element of a gradient.</summary>
    public float? ClipValue { get; init => field = Check.PositiveOrNull(value); }

    /// <summary>The largest Euclidean norm of all gradients together.</summary>
    public float? GlobalClipNorm { get; init => field = Check.PositiveOrNull(value); }

    /// <summary>Whether to keep exponential moving averages of the weights.</summary>
    public bool UseEma { get; init; }

    /// <summary>average = EmaMomentum average + (1 - EmaMomentum) w.</summary>
    public double EmaMomentum { get; init => field = Check.Fraction(value); } = 0.99;

    /// <summary>After how many steps the averages replace the weights, again and again; null for only at the end of the training.</summary>
    public int? EmaOverwriteFrequency { get; init => field = value is { } given ? Check.AtLeast(1, given) : null; }

    /// <summary>The name in configurations; the record's own unless set.</summary>
    public string Name { get => field ?? GetType().Name; init => field = value == GetType().Name ? null : value; }

    /// <summary>The state of one training of the given weights, which must have values.</summary>
    /// <exception cref="ArgumentException">Two of <see cref="ClipNorm"/>, <see cref="ClipValue"/> and <see cref="GlobalClipNorm"/> are set, or a weight is listed twice or has no values.</exception>
    public OptimizerRun Start(IReadOnlyList<Parameter> trainable) => new(this, trainable);

    /// <summary>Declares what is kept between steps.</summary>
    protected internal abstract void Declare(SlotDeclaration slots);

    /// <summary>Moves the run's numbers past step <paramref name="step"/> (from 1), which has updated <paramref name="weights"/> weights.</summary>
    protected internal virtual void Advance(IReadOnlyList<OptimizerSlot> scalars, long step, int weights)
    {
    }

    /// <summary>Updates a stretch of a weight and of its slots. Called from several threads at once for different stretches.</summary>
    protected internal abstract void Apply(in WeightUpdate update);
}
