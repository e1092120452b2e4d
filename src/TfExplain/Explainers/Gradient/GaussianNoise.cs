using System.Numerics;

namespace TfExplain;

/// <summary>
/// Normal noise from a counter: the number of element e of sample s of image i under a seed is a function of (seed, i, s, e) alone, so chunks and threads do not matter.
/// The counter is mixed by SplitMix64's finaliser (Steele et al., 2014) and turned into pairs of normal numbers by Box and Muller's formula.
/// </summary>
internal static class GaussianNoise
{
    public static void Fill(int seed, int image, int sample, float deviation, Span<float> noise)
    {
        var key = Mix(Mix(Mix((ulong)(uint)seed + 0x9E3779B97F4A7C15) + (ulong)(uint)image) + (ulong)(uint)sample);
        var lanes = Vector<float>.Count;
        Span<float> radii = stackalloc float[lanes], angles = stackalloc float[lanes], pair = stackalloc float[2 * lanes];
        for (var start = 0; start < noise.Length; start += 2 * lanes)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                // The element's pair has the same number for every vector width.
                var bits = Mix(key + 0x9E3779B97F4A7C15 * (ulong)(start / 2 + lane + 1));
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
            pair[..Math.Min(2 * lanes, noise.Length - start)].CopyTo(noise[start..]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
