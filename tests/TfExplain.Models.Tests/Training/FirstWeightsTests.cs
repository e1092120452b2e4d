using TfExplain.Engine;
using TfExplain.Models.Keras;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>The first values of every weight of every layer: Keras's defaults.</summary>
public class FirstWeightsTests
{
    public static TheoryData<string> Names => [.. LayerExamples.All.Keys.Where(name => name is not ("Dense" or "Normalization"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_begin_as_in_Keras(string name)
    {
        using var model = LayerExamples.All[name]();
        foreach (var traits in WeightTraits.Of(model.Source!.Weights))
        {
            float[] values = [.. traits.Parameter.Values];
            var what = $"{traits.Parameter.Name} {traits.Parameter.Shape}";
            switch (traits.Name)
            {
                case "gamma" or "moving_variance" or "concat_score_weight":
                    values.ShouldAllBe(v => v == 1, what);
                    break;
                case "scale" when name is "Attention" or "RMSNormalization":
                    values.ShouldAllBe(v => v == 1, what);
                    break;
                // Additive attention's scale is glorot_uniform in Keras; a vector's fans are both its length.
                case "scale":
                    ShouldBeUniform(values, Math.Sqrt(6.0 / (2 * values.Length)), what);
                    break;
                case "bias" when traits.IsLstm:
                    var units = values.Length / 4;
                    for (var i = 0; i < values.Length; i++) values[i].ShouldBe(i / units == 1 ? 1 : 0, what);
                    break;
                case "bias" or "beta" or "alpha" or "moving_mean":
                    values.ShouldAllBe(v => v == 0, what);
                    break;
                case "embeddings":
                    ShouldBeUniform(values, 0.05, what);
                    break;
                case "recurrent_kernel":
                    ShouldBeOrthogonal(traits.Parameter.Shape, values, what);
                    break;
                case "vector_u":
                    // Twice the deviation of 0.02 after the truncation.
                    values.ShouldAllBe(v => v != 0 && Math.Abs(v) <= 0.04, what);
                    break;
                default:
                    traits.Name.ShouldEndWith("kernel", customMessage: what);
                    var (fanIn, fanOut) = TfExplain.Training.Initializers.VarianceScaling.Fans(traits.Parameter.Shape);
                    ShouldBeUniform(values, Math.Sqrt(6 / (fanIn + fanOut)), what);
                    break;
            }
        }
    }

    [Fact]
    public void An_lstm_may_begin_with_a_closed_forget_gate()
    {
        LayerSpec x = Layers.Input(5, 4);
        using var model = Model.Functional([x], [Layers.LSTM(3, unitForgetBias: false).On(x)]);
        model.Parameters[^1].Values.ToArray().ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Initialisers_reach_the_weights_inside()
    {
        Setting seven = new TfExplain.Training.Initializers.Constant(7), eight = new TfExplain.Training.Initializers.Constant(8);
        LayerSpec x = Layers.Input(5, 4);
        float[] First(LayerSpec layer)
        {
            using var model = Model.Functional([x], [layer.On(x)]);
            return [.. model.Parameters.Select(p => p.Values[0])];
        }
        First(Layers.GRU(2, kernelInitializer: seven, recurrentInitializer: eight, biasInitializer: "ones")).ShouldBe([7, 8, 1]);
        First(Layers.RNN(Layers.StackedRNNCells([Layers.SimpleRNNCell(2, kernelInitializer: seven, recurrentInitializer: eight), Layers.SimpleRNNCell(2, kernelInitializer: eight, recurrentInitializer: seven)]))).ShouldBe([7, 8, 0, 8, 7, 0]);
        First(Layers.Bidirectional(Layers.SimpleRNN(2, kernelInitializer: seven, recurrentInitializer: eight))).ShouldBe([7, 8, 0, 7, 8, 0]);
        First(Layers.Bidirectional(Layers.SimpleRNN(2, kernelInitializer: seven, recurrentInitializer: eight), backwardLayer: Layers.SimpleRNN(2, kernelInitializer: eight, recurrentInitializer: seven, goBackwards: true))).ShouldBe([7, 8, 0, 8, 7, 0]);
        First(Layers.TimeDistributed(Layers.Dense(2, kernelInitializer: seven, biasInitializer: eight))).ShouldBe([7, 8]);
        First(Layers.SpectralNormalization(Layers.Dense(2, kernelInitializer: seven, biasInitializer: eight)))[..2].ShouldBe([7, 8]);
        First(Layers.SeparableConv1D(2, 3, depthwiseInitializer: seven, pointwiseInitializer: eight)).ShouldBe([7, 8, 0]);
        First(Layers.BatchNormalization(betaInitializer: seven, gammaInitializer: eight, movingMeanInitializer: "ones", movingVarianceInitializer: "zeros")).ShouldBe([8, 7, 1, 0]);

        First(Layers.Of("LayerScale", ("init_values", 0.5))).ShouldBe([0.5f]);

        LayerSpec a = Layers.Input(3, 4);
        using var attention = Model.Functional([a], [Layers.MultiHeadAttention(2, 3, kernelInitializer: seven, biasInitializer: eight).On(a, a)]);
        attention.Parameters.Select(p => p.Values[0]).ShouldBe([7, 8, 7, 8, 7, 8, 7, 8]);
    }

    [Fact]
    public void Seeds_and_names_decide_the_values()
    {
        float[] Kernel(int seed, string name)
        {
            using var model = Model.Sequential([Layers.Input(4), Layers.Dense(3, name: name)], seed: seed);
            return [.. model.Parameters[0].Values];
        }
        Kernel(1, "a").ShouldBe(Kernel(1, "a"));
        Kernel(1, "a").ShouldNotBe(Kernel(2, "a"));
        Kernel(1, "a").ShouldNotBe(Kernel(1, "b"));
    }

    /// <summary>Within the limit, and where there are several values near it and of both signs.</summary>
    private static void ShouldBeUniform(float[] values, double limit, string what)
    {
        values.ShouldAllBe(v => Math.Abs(v) <= limit * (1 + 1e-6), what);
        if (values.Length < 30) return;
        // All of n values miss the outer tenth of both halves with the probability 0.9^n.
        ((double)values.Max(MathF.Abs)).ShouldBeGreaterThan(limit * (values.Length < 100 ? 0.8 : 0.95), what);
        values.ShouldContain(v => v < 0, what);
        values.ShouldContain(v => v > 0, what);
    }

    /// <summary>The rows, or the columns if there are fewer, of [..., n] are orthonormal.</summary>
    private static void ShouldBeOrthogonal(Shape shape, float[] values, string what)
    {
        int columns = shape[^1], rows = values.Length / columns;
        var (vectors, length, outer, inner) = rows <= columns ? (rows, columns, columns, 1) : (columns, rows, 1, columns);
        for (var a = 0; a < vectors; a++)
            for (var b = 0; b <= a; b++)
                Enumerable.Range(0, length).Sum(i => (double)values[a * outer + i * inner] * values[b * outer + i * inner]).ShouldBe(a == b ? 1 : 0, 1e-5, what);
    }
}
