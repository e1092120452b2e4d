using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>Layers that act otherwise in training.</summary>
public class TrainingFormTests
{
    private const float Rate = 0.3f;

    public static TheoryData<string> Names => [.. Changing.Keys];

    public static TheoryData<string> Inside => ["LSTM", "GRU", "SimpleRNN", "ConvLSTM", "by gate", "MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention"];

    /// <summary>Models [5, 4] or images [6, 7, 3] to anything, with a layer that acts otherwise in training, dropping a share.</summary>
    private static Dictionary<string, Func<double, Model>> Changing { get; } = new()
    {
        ["Dropout"] = r => On([5, 4], Layers.Dropout(r)),
        ["SpatialDropout1D"] = r => On([5, 4], Layers.SpatialDropout1D(r)),
        ["SpatialDropout2D"] = r => On([6, 7, 3], Layers.SpatialDropout2D(r)),
        ["GaussianDropout"] = r => On([5, 4], Layers.GaussianDropout(r)),
        ["GaussianNoise"] = r => On([5, 4], Layers.GaussianNoise(r)),
        ["AlphaDropout"] = r => On([5, 4], Layers.AlphaDropout(r)),
        ["StochasticDepth"] = r => On([5, 4], Layers.Of("StochasticDepth", ("drop_path_rate", r))),
        ["LSTM"] = r => On([5, 4], Layers.LSTM(3, dropout: r)),
        ["GRU"] = r => On([5, 4], Layers.GRU(3, dropout: r)),
        ["SimpleRNN"] = r => On([5, 4], Layers.SimpleRNN(3, dropout: r, returnSequences: true)),
        ["ConvLSTM"] = r => On([3, 5, 4, 1], Layers.ConvLSTM2D(2, 2, dropout: r)),
        ["by gate"] = r => On([5, 4], Layers.LSTM(3, dropout: r).With("implementation", 1)),
        ["MultiHeadAttention"] = r => Twice(Layers.MultiHeadAttention(2, 3, dropout: r)),
        ["GroupQueryAttention"] = r => Twice(Layers.GroupQueryAttention(3, 4, 2, dropout: r)),
        ["Attention"] = r => Twice(Layers.Attention(dropout: r)),
        ["AdditiveAttention"] = r => Twice(Layers.AdditiveAttention(dropout: r)),
        ["RandomFlip"] = _ => On([6, 7, 3], Layers.RandomFlip()),
        ["RandomRotation"] = r => On([6, 7, 3], Layers.RandomRotation(r)),
        ["RandomTranslation"] = r => On([6, 7, 3], Layers.RandomTranslation(r, r, "wrap")),
        ["RandomZoom"] = r => On([6, 7, 3], Layers.RandomZoom(r, r, "nearest")),
        ["RandomShear"] = r => On([6, 7, 3], Layers.RandomShear(r, r, "constant", fillValue: 0.5)),
        ["RandomCrop"] = _ => On([6, 7, 3], Layers.RandomCrop(4, 3)),
        ["RandomContrast"] = r => On([6, 7, 3], Layers.RandomContrast(r, (-4, 4))),
        ["RandomBrightness"] = r => On([6, 7, 3], Layers.RandomBrightness(r, (-4, 4))),
        ["RandomInvert"] = _ => On([6, 7, 3], Layers.RandomInvert()),
        ["RandomGrayscale"] = _ => On([6, 7, 3], Layers.RandomGrayscale()),
        ["RandomErasing"] = r => On([6, 7, 3], Layers.RandomErasing(1, (r, 2 * r), 0.25, (-4, 4))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_differ_and_repeat(string name)
    {
        using var model = Changing[name](Rate);
        var x = Sines(model, 4);
        var first = TrainingPass.Output(model, 4, x);
        TrainingPass.Output(model, 4, x).ShouldBe(first);
        // A single step may by chance do the same as another; three do not.
        Enumerable.Range(1, 3).ShouldContain(step => !TrainingPass.Output(model, 4, x, step).SequenceEqual(first));
        Enumerable.Range(2, 3).ShouldContain(seed => !TrainingPass.Output(model, 4, x, 0, seed).SequenceEqual(first));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Neither_threads_nor_the_size_of_the_batch_matter(string name)
    {
        using var model = Changing[name](Rate);
        var x = Sines(model, 6);
        using WorkerPool one = new(1), five = new(5);
        var expected = TrainingPass.Output(model, 6, x, pool: one);
        TrainingPass.Output(model, 6, x, pool: five).ShouldBe(expected);
        TrainingPass.Output(model, 2, x[..(x.Length / 3)], pool: one).ShouldBe(expected[..(expected.Length / 3)]);
    }

    // All are linear in x or smooth, so that in single precision a step of 1/64 leaves differences of some 1e-4; kinks at whole positions are left out by the reductions.
    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_differences(string name)
    {
        using var model = Changing[name](Rate);
        using var pass = new TrainingPass(model);
        var x = Sines(model, 2);
        var y = pass.Run(2, x).Output;
        float[] cotangent = [.. Enumerable.Range(0, y.Length).Select(i => MathF.Cos(1.7f * i))];
        var gradient = pass.Run(2, x, 0, cotangent).Gradient;
        gradient.ShouldContain(g => g != 0);
        // Where a model has two inputs, both get x, and the gradient is that of the first; these models repeat one input.
        const float h = 1f / 64;
        for (var i = 0; i < x.Length; i += 3)
        {
            float[] above = [.. x], below = [.. x];
            (above[i], below[i]) = (x[i] + h, x[i] - h);
            var difference = (Loss(above) - Loss(below)) / (2 * h);
            gradient[i].ShouldBe((float)difference, 4e-3f * Math.Max(1, gradient.Max(MathF.Abs)), $"[{i}]");
        }

        double Loss(float[] values) => pass.Run(2, values).Output.Zip(cotangent, (v, c) => (double)v * c).Sum();
    }

    [Theory]
    [MemberData(nameof(Inside))]
    public void Predictions_know_no_dropout(string name)
    {
        using Model with = Changing[name](Rate), without = Changing[name](0);
        var expected = LayersTests.Predict(without);
        LayersTests.Predict(with).ShouldBe(expected);
        // In training without a rate it is the same too.
        var x = Sines(without, 2);
        TrainingPass.Output(without, 2, x, 0).ShouldBe(TrainingPass.Output(without, 2, x, 1));
    }

    [Fact]
    public void Dropout_drops_its_share_and_scales_the_rest()
    {
        using var model = On([500], Layers.Dropout(Rate));
        var y = TrainingPass.Output(model, 64, Ones(64 * 500));
        y.ShouldAllBe(v => v == 0 || v == 1 / (1 - Rate));
        ShouldBeShare(y.Count(v => v == 0), y.Length, Rate);
        // Whether two samples, or two steps, drop the same place is a matter of chance.
        ShouldBeShare(Enumerable.Range(0, 63 * 500).Count(i => y[i] == y[i + 500]), 63 * 500, Rate * Rate + (1 - Rate) * (1 - Rate));
        var next = TrainingPass.Output(model, 64, Ones(64 * 500), 1);
        ShouldBeShare(y.Zip(next).Count(p => p.First == p.Second), y.Length, Rate * Rate + (1 - Rate) * (1 - Rate));
    }

    [Fact]
    public void Noise_shapes_share_a_fate()
    {
        using var model = On([6, 50], Layers.Dropout(Rate, [-1, 1, -1]));
        var y = TrainingPass.Output(model, 40, Ones(40 * 300));
        for (var n = 0; n < 40; n++)
            for (var step = 1; step < 6; step++) y.AsSpan((n * 6 + step) * 50, 50).ToArray().ShouldBe(y.AsSpan(n * 300, 50).ToArray());
        ShouldBeShare(Enumerable.Range(0, 40 * 50).Count(i => y[i / 50 * 300 + i % 50] == 0), 2000, Rate);
    }

    [Fact]
    public void Recurrent_layers_drop_inputs_by_one_mask_per_sequence()
    {
        // With the identity as kernel, no memory and no activation the outputs are the inputs.
        using var model = On([7, 40], Layers.SimpleRNN(40, "linear", kernelInitializer: "identity", recurrentInitializer: "zeros", dropout: Rate, returnSequences: true));
        var y = TrainingPass.Output(model, 30, Ones(30 * 280));
        y.ShouldAllBe(v => v == 0 || v == 1 / (1 - Rate));
        for (var n = 0; n < 30; n++)
            for (var step = 1; step < 7; step++) y.AsSpan((n * 7 + step) * 40, 40).ToArray().ShouldBe(y.AsSpan(n * 280, 40).ToArray());
        ShouldBeShare(Enumerable.Range(0, 30 * 40).Count(i => y[i / 40 * 280 + i % 40] == 0), 1200, Rate);
    }

    [Fact]
    public void Attention_drops_weights()
    {
        // All scores are 0, so that every weight is 1/40; the values are all 40, so that a query's output counts the weights that are left.
        LayerSpec q = Layers.Input(40, 2), v = Layers.Input(40, 2);
        using var model = Model.Functional([q, v], [Layers.Attention(dropout: 0.5).On(Layers.Rescaling(0).On(q), Layers.Rescaling(0, 40).On(v))]);
        var y = TrainingPass.Output(model, 50, new float[50 * 80]);
        // Twice the number of those kept: in the mean 40, the deviation of one 2 sqrt(10).
        y.ShouldAllBe(value => Math.Abs(value - MathF.Round(value / 2) * 2) < 1e-3);
        y.Average().ShouldBe(40, 5 * 2 * MathF.Sqrt(10) / MathF.Sqrt(50 * 40));
        y.Distinct().Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_shared_layer_draws_anew_at_each_of_its_places()
    {
        LayerSpec x = Layers.Input(200), dropout = Layers.Dropout(0.5);
        using var model = Model.Functional([x], [Layers.Subtract().On(dropout.On(x), dropout.On(x))]);
        TrainingPass.Output(model, 1, Ones(200)).ShouldContain(v => v != 0);
    }

    [Fact]
    public void Whole_samples_are_dropped_by_stochastic_depth()
    {
        using var model = On([10], Layers.Of("StochasticDepth", ("drop_path_rate", 0.3)));
        var y = TrainingPass.Output(model, 1000, Ones(10_000));
        for (var n = 0; n < 1000; n++) y[(n * 10)..(n * 10 + 10)].ShouldAllBe(v => v == y[n * 10]);
        ShouldBeShare(Enumerable.Range(0, 1000).Count(n => y[n * 10] == 0), 1000, 0.3);
    }

    [Theory]
    [InlineData("RandomHue")]
    [InlineData("RandAugment")]
    [InlineData("AugMix")]
    [InlineData("MixUp")]
    [InlineData("RandomHeight")]
    public void What_cannot_be_trained_predicts_and_says_so_in_training(string name)
    {
        using var model = On([4, 4, 3], Layers.Of(name, ("factor", 0.5)), Layers.Flatten(), Layers.Dense(1));
        LayersTests.Predict(model).ShouldAllBe(v => float.IsFinite(v));
        model.Compile(new TfExplain.Training.Optimizers.SGD(), new TfExplain.Training.Losses.MeanSquaredError());
        var message = Should.Throw<ModelFormatException>(() => model.TrainOnBatch(Tensor.Create(new float[96], [2, 4, 4, 3]), Tensor.Create(new float[2], [2, 1]))).Message;
        message.ShouldContain(name);
        message.ShouldContain("cannot be trained");
    }

    [Fact]
    public void Recurrent_dropout_and_states_that_stay_cannot_be_trained()
    {
        using Model dropping = On([5, 4], Layers.LSTM(3, recurrentDropout: 0.2)), stateful = On([5, 4], Layers.GRU(3).With("stateful", true));
        Should.Throw<ModelFormatException>(() => new TrainingPass(dropping)).Message.ShouldContain("recurrent_dropout of 0.2");
        Should.Throw<ModelFormatException>(() => new TrainingPass(stateful)).Message.ShouldContain("stateful");
    }

    [Fact]
    public void Training_with_chance_gives_the_same_bits_on_any_threads()
    {
        float[][] Trained(int threads)
        {
            using var pool = new WorkerPool(threads);
            using var model = On([12, 11, 2], Layers.Conv2D(3, 3, name: "before"), Layers.RandomRotation(0.1), Layers.RandomErasing(fillValue: 0), Layers.BatchNormalization(), Layers.Dropout(Rate),
                Layers.GlobalAveragePooling2D(), Layers.Dense(1));
            var first = model.Parameters[0].Values.ToArray();
            model.Compile(new TfExplain.Training.Optimizers.SGD(), new TfExplain.Training.Losses.MeanSquaredError());
            var data = Dataset.FromArrays(Tensor.Create(Sines(model, 20), [20, 12, 11, 2]), Tensor.Create(Ones(20), [20, 1]));
            model.Fit(data, epochs: 2, batchSize: 8, verbose: Verbosity.Silent, pool: pool);
            // What lies before the augmentation learns too.
            model.Parameters[0].Values.ToArray().ShouldNotBe(first);
            return [.. model.Parameters.Select(p => p.Values.ToArray())];
        }
        var expected = Trained(1);
        Trained(4).ShouldBe(expected);
    }

    [Fact]
    public void An_activity_regularizer_adds_to_the_loss()
    {
        double Loss(LayerSpec layer)
        {
            using var model = On([3], layer);
            model.Compile(new TfExplain.Training.Optimizers.SGD { LearningRate = 0f }, new TfExplain.Training.Losses.MeanSquaredError());
            return model.TrainOnBatch(Tensor.Create(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]), Tensor.Create(new float[] { 0, 0 }, [2, 1]))["loss"];
        }
        var plain = Layers.Dense(1, kernelInitializer: "ones");
        // Outputs 6 and 15: mean of squares 130.5, sum of squares 261.
        Loss(plain).ShouldBe(130.5, 1e-4);
        Loss(plain.With("activity_regularizer", new TfExplain.Training.Regularizers.L2(0.5f).Write())).ShouldBe(261, 1e-4);
    }

    [Fact]
    public void Spectral_normalization_divides_by_the_largest_singular_value()
    {
        using var model = On([3], Layers.SpectralNormalization(Layers.Dense(2, useBias: false), 30));
        var kernel = model.Parameters.Single(p => p.Name.EndsWith("kernel", StringComparison.Ordinal));
        // Columns at right angles of the lengths 5 and 2.
        kernel.Set([3, 0, 4, 0, 0, 2]);
        Step(model);
        float[] expected = [0.6f, 0, 0.8f, 0, 0, 0.4f];
        for (var i = 0; i < 6; i++) kernel.Values[i].ShouldBe(expected[i], 1e-6f);
        var u = model.Parameters.Single(p => p.Name.EndsWith("vector_u", StringComparison.Ordinal)).Values;
        MathF.Abs(u[0]).ShouldBe(1, 1e-6f);
        u[1].ShouldBe(0, 1e-6f);

        model.SetTrainable("", true);
        kernel.Set([0, 0, 0, 0, 0, 0]);
        Step(model);
        kernel.Values.ToArray().ShouldAllBe(v => v == 0);

        static void Step(Model model)
        {
            model.Compile(new TfExplain.Training.Optimizers.SGD { LearningRate = 0f }, new TfExplain.Training.Losses.MeanSquaredError());
            model.TrainOnBatch(Tensor.Create(new float[] { 1, 2, 3 }, [1, 3]), Tensor.Create(new float[] { 0, 0 }, [1, 2]));
        }
    }

    /// <summary>A share within five standard deviations.</summary>
    private static void ShouldBeShare(int found, int of, double share) => ((double)found).ShouldBe(of * share, 5 * Math.Sqrt(of * share * (1 - share)));

    internal static Model On(int[] shape, params LayerSpec[] layers)
    {
        LayerSpec input = Layers.Input(shape);
        SymbolicTensor x = input;
        foreach (var layer in layers) x = layer.On(x);
        return Model.Functional([input], [x], seed: 3);
    }

    private static Model Twice(LayerSpec layer)
    {
        var x = Layers.Input(5, 4);
        return Model.Functional([x], [layer.On(x, x)], seed: 3);
    }

    internal static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    internal static float[] Sines(Model model, int batch) => [.. Enumerable.Range(0, (int)model.Inputs[0].Shape.With(0, batch).Count).Select(i => MathF.Sin(1.3f * i + 1))];
}
