using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

public class DatasetTests
{
    // Sample i is [10 i, 10 i + 1] of class i modulo 3, with weight i + 0.5.
    private static Dataset Numbers(int count) => Dataset.FromArrays(
        Enumerable.Range(0, 2 * count).Select(i => (float)(i / 2 * 10 + i % 2)).ToArray(), [2],
        Enumerable.Range(0, count).Select(i => (float)(i % 3)).ToArray(), [],
        Enumerable.Range(0, count).Select(i => i + 0.5f).ToArray());

    private static float[] Firsts(Dataset dataset) => [.. Enumerable.Range(0, dataset.Count).Select(i => Read(dataset, i).Input[0] / 10)];

    private static (float[] Input, float[] Target) Read(Dataset dataset, int index)
    {
        var (input, target) = (new float[dataset.InputShape.Count], new float[dataset.TargetShape.Count]);
        dataset.Read(index, input, target);
        return (input, target);
    }

    [Fact]
    public void Arrays_are_cut_into_samples()
    {
        var dataset = Dataset.FromArrays(Tensor.Create<float>([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]), Tensor.Create<float>([9, 10], [2]), Tensor.Create<float>([3, 4], [2]));
        dataset.Count.ShouldBe(2);
        dataset.InputShape.ShouldBe(Shape.Create([2, 2]));
        dataset.TargetShape.ShouldBe(Shape.Create([]));
        var (input, target) = Read(dataset, 1);
        input.ShouldBe([5, 6, 7, 8]);
        target.ShouldBe([10]);
        dataset.HasWeights.ShouldBeTrue();
        dataset.Weight(1).ShouldBe(4);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => Dataset.FromArrays(new float[6], [2], new float[2], [])).Message.ShouldContain("as many targets as inputs, 3; found 2");
        Should.Throw<ArgumentException>(() => Dataset.FromArrays(new float[5], [2], new float[2], [])).Message.ShouldContain("not a whole number of [2]");
        Should.Throw<ArgumentException>(() => Dataset.FromArrays(new float[4], [2], new float[2], [], new float[3])).Message.ShouldContain("found 3");
        Should.Throw<ArgumentException>(() => Dataset.FromArrays(new float[4], [Shape.Unknown], new float[2], []));
        Should.Throw<ArgumentException>(() => Dataset.FromArrays(Tensor.Create<float>([1, 2], [2]), Tensor.Create<float>([1], [1])));
    }

    [Fact]
    public void Reading_checks_its_arguments()
    {
        var dataset = Numbers(3);
        Should.Throw<ArgumentOutOfRangeException>(() => dataset.Read(3, new float[2], new float[1])).Message.ShouldContain("no sample 3");
        Should.Throw<ArgumentException>(() => dataset.Read(0, new float[3], new float[1])).Message.ShouldContain("2 numbers");
        Should.Throw<ArgumentException>(() => dataset.Read(0, new float[2], new float[2]));
        Should.Throw<ArgumentOutOfRangeException>(() => dataset.Take(2).Read(2, new float[2], new float[1]));
    }

    [Fact]
    public void Parts_are_taken_from_either_end()
    {
        var dataset = Numbers(5);
        Firsts(dataset.Take(2)).ShouldBe([0, 1]);
        Firsts(dataset.Take(9)).ShouldBe([0, 1, 2, 3, 4]);
        Firsts(dataset.Skip(3)).ShouldBe([3, 4]);
        dataset.Skip(9).Count.ShouldBe(0);
        Firsts(dataset.Skip(1).Take(3).Select(2, 0, 0)).ShouldBe([3, 1, 1]);
        dataset.Skip(1).Take(3).Select(2, 0).Weight(0).ShouldBe(3.5f);
        Firsts(dataset.Concat(dataset.Take(1))).ShouldBe([0, 1, 2, 3, 4, 0]);
    }

    // Keras: split_at = floor(n (1 - validation_split)).
    [Theory]
    [InlineData(10, 0.2, 8)]
    [InlineData(10, 0.25, 7)]
    [InlineData(3, 0.5, 1)]
    public void The_last_part_validates(int count, double fraction, int training)
    {
        var (first, last) = Numbers(count).Split(fraction);
        Firsts(first).ShouldBe(Enumerable.Range(0, training).Select(i => (float)i));
        Firsts(last).ShouldBe(Enumerable.Range(training, count - training).Select(i => (float)i));
    }

    [Fact]
    public void A_split_leaves_no_part_empty()
    {
        Should.Throw<ArgumentException>(() => Numbers(3).Split(0.9)).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => Numbers(3).Split(1));
    }

    [Fact]
    public void Shuffling_is_a_permutation_by_the_seed()
    {
        var once = Firsts(Numbers(50).Shuffle(7));
        once.ShouldBe(CounterRandom.Of(7).Permutation(50).Select(i => (float)i));
        once.ShouldNotBe(Firsts(Numbers(50).Shuffle(8)));
    }

    [Fact]
    public void Inputs_are_mapped_to_another_shape()
    {
        var sums = Numbers(3).Map((input, output) => output[0] = input[0] + input[1], [1]);
        sums.InputShape.ShouldBe(Shape.Create([1]));
        Read(sums, 2).Input.ShouldBe([41]);
        Read(sums, 2).Target.ShouldBe([2]);
        Read(Numbers(3).Scale(2, -1), 1).Input.ShouldBe([19, 21]);
    }

    [Fact]
    public void Classes_become_vectors()
    {
        var dataset = Numbers(4).OneHot(3);
        dataset.TargetShape.ShouldBe(Shape.Create([3]));
        Read(dataset, 2).Target.ShouldBe([0, 0, 1]);
        Read(dataset, 3).Target.ShouldBe([1, 0, 0]);
        Should.Throw<DatasetException>(() => Read(Numbers(4).OneHot(2), 2)).Message.ShouldContain("class from 0 to 1; found 2");
        Should.Throw<DatasetException>(() => Read(Dataset.FromArrays(new float[1], [1], new[] { float.NaN }, []).OneHot(2), 0));
        Should.Throw<ArgumentException>(() => Numbers(4).OneHot(3).OneHot(3));
    }

    [Fact]
    public void Different_datasets_are_not_joined()
    {
        Should.Throw<ArgumentException>(() => Numbers(2).Concat(Numbers(2).OneHot(3))).Message.ShouldContain("[3]");
    }

    [Fact]
    public void A_cache_reads_each_sample_once_and_has_a_limit()
    {
        var source = new CountingDataset(4);
        var cached = source.Cache();
        cached.IsFast.ShouldBeFalse();
        for (var round = 0; round < 3; round++)
            for (var i = 0; i < 4; i++) Read(cached, i).Input.ShouldBe([i, i, i]);
        source.Reads.ShouldBe(4);
        cached.IsFast.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => source.Cache(63)).Message.ShouldContain("64 bytes");
        source.Cache(64).Count.ShouldBe(4);
    }
}
