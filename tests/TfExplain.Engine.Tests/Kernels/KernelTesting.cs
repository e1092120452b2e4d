using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Tests.Kernels;

/// <summary>What the kernel tests share: paths to force, random numbers, and comparison within an error bound.</summary>
internal static class KernelTesting
{
    public static IEnumerable<SimdPath> Paths => Enum.GetValues<SimdPath>().Where(SimdPaths.IsSupported);

    /// <summary>Runs <paramref name="check"/> once on every path that this processor has.</summary>
    public static void OnEveryPath(Action<SimdPath> check)
    {
        foreach (var path in Paths)
        {
            SimdPaths.Force(path);
            try
            {
                check(path);
            }
            finally
            {
                SimdPaths.Force(null);
            }
        }
    }

    public static float[] Random(int seed, long length)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }

    public static void ShouldBeWithin(this float[] actual, double[] expected, double[] magnitude, int terms, string what) =>
        ((ReadOnlySpan<float>)actual).ShouldBeWithin(expected, magnitude, terms, what);

    /// <summary>|actual - expected| &lt;= (terms + 4) eps sum of |products|: the bound of a floating-point sum of products in any order.</summary>
    public static void ShouldBeWithin(this ReadOnlySpan<float> actual, double[] expected, double[] magnitude, int terms, string what)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var bound = (terms + 4) * Math.Pow(2, -24) * magnitude[i] + 1e-30;
            if (!(Math.Abs(actual[i] - expected[i]) <= bound))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R} within {bound:E1}");
        }
    }
}
