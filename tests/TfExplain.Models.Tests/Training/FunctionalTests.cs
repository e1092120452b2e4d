using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>Models in code with several inputs, outputs and calls, and what is told of those that make no sense.</summary>
public class FunctionalTests
{
    [Fact]
    public void A_layer_called_twice_shares_its_weights()
    {
        LayerSpec a = Layers.Input(3), b = Layers.Input(3), dense = Layers.Dense(2, name: "twin");
        using var model = Model.Functional([a, b], [Layers.Subtract().On(dense.On(a), dense.On(b))]);
        model.Parameters.Select(p => p.Name).ShouldBe(["twin/kernel", "twin/bias"]);
        float[] x = [1, 2, 3];
        Run(model, x, x).ShouldBe([0, 0]);
        var kernel = model.Parameters[0].Values.ToArray();
        var difference = Run(model, [1, 0, 0], [0, 0, 0]);
        for (var i = 0; i < 2; i++) difference[i].ShouldBe(kernel[i], 1e-6f);
        // Both calls have a value of their own.
        model.Run(Inputs(model, [1, 0, 0], [0, 0, 0]), "twin", "twin@1").Select(v => v.Value.Sum()).ShouldBe([kernel[0] + kernel[1], 0], 1e-6);
    }

    [Fact]
    public void Layers_without_a_name_are_numbered_beside_those_with_one()
    {
        LayerSpec x = Layers.Input(3);
        using var model = Model.Functional([x], [Layers.Dense(2).On(Layers.Dense(2, name: "dense").On(Layers.Dense(2).On(x)))]);
        model.Layers.Where(l => l.ClassName == "Dense").Select(l => l.Name).ShouldBe(["dense_1", "dense", "dense_2"]);
    }

    [Fact]
    public void A_model_may_have_several_outputs_in_the_order_given()
    {
        LayerSpec x = Layers.Input(4), y = Layers.Input(4);
        SymbolicTensor sum = Layers.Add(name: "sum").On(x, y), difference = Layers.Subtract(name: "difference").On(x, y);
        using var model = Model.Functional([y, x], [difference, sum, x]);
        model.Inputs.Count.ShouldBe(2);
        model.Outputs.Count.ShouldBe(3);
        var inputs = Inputs(model, [1, 1, 1, 1], [5, 6, 7, 8]);
        var values = model.Run(inputs, [.. model.Outputs.Select(o => o.Name)]);
        // The first input is y.
        values[model.Outputs[0].Name].ShouldBe([4, 5, 6, 7]);
        values[model.Outputs[1].Name].ShouldBe([6, 7, 8, 9]);
        values[model.Outputs[2].Name].ShouldBe([5, 6, 7, 8]);
    }

    [Fact]
    public void States_are_handed_from_a_recurrent_layer_to_another()
    {
        LayerSpec source = Layers.Input(5, 3), target = Layers.Input(4, 3);
        var encoded = Layers.LSTM(2, returnState: true, name: "encoder").On([source], Nothing, outputs: 3);
        var decoded = Layers.LSTM(2, returnSequences: true, name: "decoder").On([target], new Dictionary<string, IReadOnlyList<SymbolicTensor>> { ["initial_state"] = [encoded[1], encoded[2]] });
        using var model = Model.Functional([source, target], [decoded[0]]);
        model.Outputs[0].Shape.ShouldBe([Shape.Unknown, 4, 2]);
        float[] x = Sines(15), zero = new float[15], t = Sines(12);
        var with = Run(model, x, t);
        with.ShouldNotBe(Run(model, zero, t));
        // From a source of zeros without biases the states are zero, as without any.
        foreach (var parameter in model.Parameters.Where(p => p.Name.StartsWith("encoder", StringComparison.Ordinal))) parameter.Set(new float[parameter.Shape.Count]);
        LayerSpec alone = Layers.Input(4, 3);
        using var without = Model.Functional([alone], [Layers.LSTM(2, returnSequences: true, name: "decoder").On(alone)]);
        foreach (var (mine, its) in without.Parameters.Zip(model.Parameters.Where(p => p.Name.StartsWith("decoder", StringComparison.Ordinal)))) mine.Set(its.Values);
        Run(model, x, t).ShouldBe(Run(without, t));
    }

    [Fact]
    public void A_mask_is_given_by_its_keyword()
    {
        LayerSpec x = Layers.Input(4, 2), mask = Layers.Input(4);
        var gru = Layers.GRU(3, name: "gru");
        using var masked = Model.Functional([x, mask], [gru.On([x], new Dictionary<string, IReadOnlyList<SymbolicTensor>> { ["mask"] = [mask] })[0]]);
        LayerSpec shorter = Layers.Input(2, 2);
        using var plain = Model.Functional([shorter], [Layers.GRU(3, name: "gru").On(shorter)]);
        foreach (var (mine, its) in plain.Parameters.Zip(masked.Parameters)) mine.Set(its.Values);
        var values = Sines(8);
        Run(masked, values, [1, 1, 0, 0]).ShouldBe(Run(plain, values[..4]));
    }

    [Fact]
    public void The_keys_of_an_attention_are_its_third_value()
    {
        LayerSpec q = Layers.Input(3, 4), v = Layers.Input(5, 4), k = Layers.Input(5, 4);
        using Model positional = Model.Functional([q, v, k], [Layers.MultiHeadAttention(2, 3, name: "m").On(q, v, k)]),
            keyword = Model.Functional([q, v, k], [Layers.MultiHeadAttention(2, 3, name: "m").On([q], new Dictionary<string, IReadOnlyList<SymbolicTensor>> { ["value"] = [v], ["key"] = [k] })[0]]);
        float[] a = Sines(12), b = Sines(20), c = [.. Sines(20).Reverse()];
        Run(positional, a, b, c).ShouldBe(Run(keyword, a, b, c));
        Run(positional, a, b, c).ShouldNotBe(Run(positional, a, b, b));
    }

    [Fact]
    public void Models_with_shared_layers_are_trained()
    {
        LayerSpec x = Layers.Input(3), dense = Layers.Dense(3, "tanh", name: "twin");
        using var model = Model.Functional([x], [Layers.Dense(1).On(dense.On(dense.On(x)))]);
        model.Compile(new TfExplain.Training.Optimizers.SGD { LearningRate = 0.1f }, new TfExplain.Training.Losses.MeanSquaredError());
        var history = model.Fit(Tensor.Create(Sines(24), [8, 3]), Tensor.Create(Sines(8), [8, 1]), epochs: 20, verbose: Verbosity.Silent);
        history["loss"][^1].ShouldBeLessThan(0.8 * history["loss"][0]);
    }

    [Fact]
    public void Wrong_models_are_told()
    {
        LayerSpec x = Layers.Input(4), y = Layers.Input(3);
        Told<ArgumentException>(() => Model.Sequential([Layers.Dense(2), Layers.Dense(2)]), "begins with Layers.Input", "Dense, Dense");
        Told<ArgumentException>(() => Model.Sequential([]), "no layer");
        Told<ArgumentException>(() => Model.Sequential([Layers.Input(3), Layers.Input(3)]), "one input layer");
        var dense = Layers.Dense(2);
        Told<ArgumentException>(() => Model.Sequential([Layers.Input(3), dense, dense]), "listed twice", "Functional");
        Told<ArgumentException>(() => Model.Functional([x], [Layers.Add().On(x, y)]), "Input that is not among");
        Told<ArgumentException>(() => Model.Functional([], [Layers.Dense(2).On(x)]), "at least one input");
        Told<ArgumentException>(() => Model.Functional([x], []), "at least one input and one output");
        Told<ArgumentException>(() => Model.Functional([Layers.Dense(2).On(x)], [Layers.Dense(2).On(x)]), "come from Layers.Input", "Dense");
        Told<ArgumentException>(() => Model.Functional([x], [Layers.Dense(2, name: "d").On(Layers.Dense(2, name: "d").On(x))]), "Two layers are named 'd'");
        Told<InvalidCastException>(() => Model.Functional([x], [Layers.Dense(2)]), "Dense is not a value", "On(x)");
        Told<ArgumentException>(() => Layers.Dense(2).On(), "Dense", "at least one value");
        Told<ArgumentException>(() => Layers.Input(2).On(x), "Input", "no value");
        // The output does not depend on y: it is an input all the same.
        using var unused = Model.Functional([x, y], [Layers.Dense(2).On(x)]);
        unused.Inputs.Count.ShouldBe(2);
    }

    [Fact]
    public void Shapes_that_do_not_fit_name_the_layer()
    {
        LayerSpec x = Layers.Input(4), y = Layers.Input(3);
        Told<ModelFormatException>(() => Model.Functional([x, y], [Layers.Add(name: "plus").On(x, y)]), "'plus' (Add)", "4", "3");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Conv2D(2, 3, name: "c").On(x)]), "'c' (Conv2D)");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Reshape([3, 3], "r").On(x)]), "'r' (Reshape)");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Dense(0, name: "none").On(x)]), "'none'", "units");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Dense(2, "rely", name: "d").On(x)]), "rely");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Of("Densee").On(x)]), "Densee");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Dense(2, kernelInitializer: "he_norml").On(x)]), "he_norml");
        Told<ModelFormatException>(() => Model.Functional([x], [Layers.Dense(2).On([x], Nothing, outputs: 2)[1]]), "output 1", "has 1");
        var free = Layers.Input(-1, -1);
        Told<ModelFormatException>(() => Model.Functional([free], [Layers.Dense(2, name: "d").On(free)]), "'d", "known last axis");
    }

    private static Dictionary<string, IReadOnlyList<SymbolicTensor>> Nothing => [];

    private static void Told<TException>(Action action, params string[] words) where TException : Exception
    {
        var message = Should.Throw<TException>(action).Message;
        foreach (var word in words) message.ShouldContain(word);
    }

    private static Dictionary<string, Tensor<float>> Inputs(Model model, params float[][] values) => model.Inputs.Zip(values).ToDictionary(p => p.First.Name, p =>
        Tensor.Create(p.Second, [1, .. p.First.Shape.Span[1..].ToArray().Select(e => (nint)e)]));

    private static float[] Run(Model model, params float[][] values) => [.. model.Run(Inputs(model, values), model.Outputs[0].Name)[model.Outputs[0].Name]];

    private static float[] Sines(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(1.3f * i + 1))];
}
