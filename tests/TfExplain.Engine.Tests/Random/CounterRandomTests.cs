using System.Numerics;

namespace TfExplain.Engine.Tests;

public sealed class CounterRandomTests
{
    /// <summary>Known bits, from the formula in another language: a training of yesterday must give the same numbers tomorrow.</summary>
    [Theory]
    [InlineData(0, 0, 0xA706DD2F4D197E6F)]
    [InlineData(0, 1, 0xB382A305F4414F5E)]
    [InlineData(0, 1L << 40, 0x249A9FA92118613F)]
    [InlineData(1, 0, 0x5E41AB087439611E)]
    [InlineData(1, 2, 0x0B95F66D327E8D78)]
    [InlineData(-1, 0, 0xE91B2C1036E2F20E)]
    public void Bits_never_change(int seed, long index, ulong bits) => CounterRandom.Of(seed).Bits(index).ShouldBe(bits);

    [Fact]
    public void Parts_never_change()
    {
        var random = CounterRandom.Of(7).Part("dropout").Part(16777221);
        random.Bits(0).ShouldBe(0xFDAEE7919C370E03);
        random.Bits(3).ShouldBe(0x7BDA9335FEADBDE0UL);
    }

    [Fact]
    public void What_is_made_of_the_bits_never_changes()
    {
        var random = CounterRandom.Of(0);
        Enumerable.Range(0, 4).Select(i => random.Uniform((long)i)).ShouldBe([10946269 / 16777216f, 11764387 / 16777216f, 6494865 / 16777216f, 11012794 / 16777216f]);
        Enumerable.Range(0, 12).Select(i => random.Below(i, 10)).ShouldBe([6, 7, 3, 6, 7, 1, 7, 2, 3, 5, 4, 1]);
        random.Permutation(10).ShouldBe([6, 4, 1, 7, 8, 0, 9, 2, 3, 5]);
        var normal = new float[4];
        random.Normal(normal);
        double[] expected = [0.749062159229243, 0.5412503252977436, -0.027085762418772398, 0.842113952009746];
        for (var i = 0; i < 4; i++) ((double)normal[i]).ShouldBe(expected[i], 1e-6);
    }

    [Fact]
    public void Seeds_parts_and_names_are_independent()
    {
        var random = CounterRandom.Of(3);
        CounterRandom[] keys =
        [
            random, CounterRandom.Of(4), CounterRandom.Of(-3), random.Part(0), random.Part(1), random.Part(1L << 32), random.Part(-1), random.Part(""), random.Part("a"), random.Part("b"), random.Part("ab"),
            random.Part(0).Part(1), random.Part(1).Part(0), random.Part("a").Part("b"),
        ];
        var streams = keys.Select(k => Enumerable.Range(0, 4096).Select(i => k.Bits(i)).ToArray()).ToArray();
        for (var a = 0; a < streams.Length; a++)
            for (var b = 0; b < a; b++)
            {
                // Of independent bits half differ: 2^17 of 2^18, with a deviation of 2^8.
                var differing = streams[a].Zip(streams[b], (x, y) => BitOperations.PopCount(x ^ y)).Sum();
                Math.Abs(differing - (1 << 17)).ShouldBeLessThan(5 << 8, $"{a} and {b}");
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Below_covers_its_range_evenly(int bound)
    {
        const int Draws = 70_000;
        var random = CounterRandom.Of(5);
        var counts = new int[Math.Min(bound, 7)];
        for (var i = 0; i < Draws; i++)
        {
            var number = random.Below(i, bound);
            number.ShouldBeInRange(0, bound - 1);
            counts[(int)((long)number * counts.Length / bound)]++;
        }
        // A bound that 7 does not divide gives shares that differ by up to 1 / bound.
        var shares = Enumerable.Range(0, counts.Length).Select(part => (Math.Ceiling((part + 1.0) * bound / counts.Length) - Math.Ceiling((double)part * bound / counts.Length)) / bound);
        foreach (var (count, share) in counts.Zip(shares)) ((double)count).ShouldBe(Draws * share, 5 * Math.Sqrt(Draws * share) + (share == 1 ? 0 : 1));
    }

    [Fact]
    public void A_permutation_is_one_and_each_is_as_likely()
    {
        foreach (var count in (int[])[0, 1, 2, 3, 100, 4097]) CounterRandom.Of(count).Permutation(count).Order().ShouldBe(Enumerable.Range(0, count));
        const int Draws = 24_000;
        var seen = Enumerable.Range(0, Draws).Select(i => string.Join(',', CounterRandom.Of(2).Part(i).Permutation(4))).CountBy(p => p).ToArray();
        seen.Length.ShouldBe(24);
        // Chi squared with 23 degrees of freedom exceeds 58 once in 10,000 times.
        seen.Sum(p => Math.Pow(p.Value - 1000, 2) / 1000).ShouldBeLessThan(58);
    }

    [Fact]
    public void A_part_of_a_sequence_is_that_part()
    {
        var random = CounterRandom.Of(11);
        float[] uniform = new float[300], normal = new float[300];
        random.Uniform(uniform, -2, 3);
        random.Normal(normal, 0.5f);
        for (var i = 0; i < 300; i++) uniform[i].ShouldBe(-2 + 5 * random.Uniform(i));
        for (var from = 0; from < 80; from += 2)
            for (var length = 0; length < 70; length++)
            {
                var part = new float[length];
                random.Uniform(part, -2, 3, from);
                part.ShouldBe(uniform[from..(from + length)]);
                random.Normal(part, 0.5f, from);
                part.ShouldBe(normal[from..(from + length)]);
            }
    }
}
