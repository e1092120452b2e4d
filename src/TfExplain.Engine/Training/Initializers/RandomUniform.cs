using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>w uniform on [Minval, Maxval).</summary>
public sealed record RandomUniform : Initializer
{
    /// <summary>An initialiser with these bounds.</summary>
    public RandomUniform(float minval = -0.05f, float maxval = 0.05f) => (Minval, Maxval) = (minval, maxval);

    /// <summary>The lower bound.</summary>
    public float Minval { get; init => field = Check.Finite(value); }

    /// <summary>The upper bound.</summary>
    public float Maxval { get; init => field = Check.Finite(value); }

    /// <inheritdoc/>
    protected override void Draw(Shape shape, Span<float> values, CounterRandom random) => random.Uniform(values, Minval, Maxval);
}
