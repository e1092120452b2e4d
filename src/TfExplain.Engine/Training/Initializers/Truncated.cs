using TfExplain.Engine;

namespace TfExplain.Training.Initializers;

/// <summary>Normal numbers within two standard deviations.</summary>
internal static class Truncated
{
    /// <summary>The standard deviation of a normal number of deviation 1 that lies within 2 of its mean.</summary>
    public const double Deviation = 0.87962566103423978;

    /// <summary>Draws what lies outside again; each element has random numbers of its own, so neighbours do not matter.</summary>
    public static void Fill(Span<float> values, float deviation, CounterRandom random)
    {
        random.Normal(values);
        for (var i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i]) > 2) values[i] = Again(random.Part(i));
            values[i] *= deviation;
        }
    }

    private static float Again(CounterRandom random)
    {
        for (long attempt = 0; ; attempt++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.Uniform(2 * attempt))), angle = 2 * Math.PI * random.Uniform(2 * attempt + 1);
            var value = (float)(radius * Math.Cos(angle));
            if (Math.Abs(value) <= 2) return value;
        }
    }
}
