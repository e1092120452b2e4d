using System.Numerics;

namespace TfExplain.Engine;

/// <summary>
/// Random numbers from a counter: number i of a key is a function of (key, i) alone, so chunks, threads and batches do not matter. The counter is
/// mixed by SplitMix64's finaliser (Steele et al., 2014).
/// </summary>
public readonly struct CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly ulong _key;

    private CounterRandom(ulong key) => _key = key;

    /// <summary>The numbers of a seed.</summary>
    public static CounterRandom Of(int seed) => new(Mix((ulong)(uint)seed + Golden));

    /// <summary>Independent numbers for a part: a sample, an epoch, a layer, a step.</summary>
    public CounterRandom Part(long part) => new(Mix(_key + (ulong)part));

    /// <summary>Independent numbers for a named part.</summary>
    public CounterRandom Part(string name)
    {
        // FNV-1a, which unlike string.GetHashCode is the same in every process.
        var hash = 14695981039346656037;
        foreach (var c in name) hash = (hash ^ c) * 1099511628211;
        return new(Mix(_key + hash));
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits(long index) => Mix(_key + Golden * (ulong)(index + 1));

    /// <summary>A number of [0, 1) in steps of 2^-24.</summary>
    public float Uniform(long index) => (uint)(Bits(index) >> 40) * (1f / (1 << 24));

    /// <summary>A whole number of [0, bound), each equally likely to within 2^-32.</summary>
    public int Below(long index, int bound) => (int)(((Bits(index) >> 32) * (ulong)bound) >> 32);

    /// <summary>Numbers <paramref name="from"/> and following of <see cref="Uniform(long)"/>, as low + (high - low) u.</summary>
    public void Uniform(Span<float> values, float low = 0, float high = 1, long from = 0)
    {
        for (var i = 0; i < values.Length; i++) values[i] = low + (high - low) * Uniform(from + i);
    }

    /// <summary>Normal numbers of mean 0 by Box and Muller's formula; <paramref name="from"/> must be even.</summary>
    public void Normal(Span<float> values, float deviation = 1, long from = 0)
    {
        var lanes = Vector<float>.Count;
        Span<float> radii = stackalloc float[lanes], angles = stackalloc float[lanes], pair = stackalloc float[2 * lanes];
        for (var start = 0; start < values.Length; start += 2 * lanes)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                // The element's pair has the same number for every vector width.
                var bits = Bits((from + start) / 2 + lane);
                radii[lane] = ((uint)(bits >> 40) + 1) * (1f / (1 << 24));
                angles[lane] = (uint)(bits & 0xFFFFFF) * (2 * MathF.PI / (1 << 24));
            }
            var radius = Vector.SquareRoot(Vector.Log(new Vector<float>(radii)) * -2) * deviation;
            var (sin, cos) = Vector.SinCos(new Vector<float>(angles));
            for (var lane = 0; lane < lanes; lane++)
            {
                pair[2 * lane] = radius[lane] * cos[lane];
                pair[2 * lane + 1] = radius[lane] * sin[lane];
            }
            pair[..Math.Min(2 * lanes, values.Length - start)].CopyTo(values[start..]);
        }
    }

    /// <summary>The numbers 0 to count - 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Below(i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
