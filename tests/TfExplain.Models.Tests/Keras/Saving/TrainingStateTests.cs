using TfExplain.Models.Hdf5;
using TfExplain.Testing;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Keras.Saving;

public class TrainingStateTests
{
    private const string Adam = """{"optimizer": {"module": "keras.optimizers", "class_name": "Adam", "config": {"name": "adam", "learning_rate": 0.001, "loss_scale_factor": null, "beta_1": 0.9}, "registered_name": null}, "loss": "mse", "metrics": ["mae"], "loss_weights": null}""";

    [Theory]
    [InlineData("checkpoint.h5")]
    [InlineData("checkpoint.keras")]
    [InlineData("checkpoint.weights.h5")]
    public void A_state_is_read_back_bit_for_bit(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Load(Fixtures.Path("keras-training", "net_softmax.h5"));
        var state = State(model);

        model.Save(folder[name], new() { Training = state });

        var read = TrainingState.Read(folder[name])!;
        read.CompileConfig.ShouldBe(Adam);
        read.Iterations.ShouldBe(state.Iterations);
        BitConverter.SingleToInt32Bits(read.LearningRate).ShouldBe(BitConverter.SingleToInt32Bits(state.LearningRate));
        read.Numbers.Select(n => (n.Key, BitConverter.DoubleToInt64Bits(n.Value))).ShouldBe(state.Numbers.Select(n => (n.Key, BitConverter.DoubleToInt64Bits(n.Value))));
        read.Arrays.Select(a => (a.Key, string.Join(',', a.Value.Select(BitConverter.DoubleToInt64Bits)))).ShouldBe(state.Arrays.Select(a => (a.Key, string.Join(',', a.Value.Select(BitConverter.DoubleToInt64Bits)))));
        read.OptimizerVariables.Select(v => (v.Name, v.Path, v.Shape)).ShouldBe(state.OptimizerVariables.Select(v => (v.Name, v.Path, v.Shape)));
        foreach (var (ours, theirs) in read.OptimizerVariables.Zip(state.OptimizerVariables)) SavedModel.Bits(ours.Values).ShouldBe(SavedModel.Bits(theirs.Values));
        model.LoadWeights(folder[name]);
        if (name.EndsWith(".weights.h5", StringComparison.Ordinal)) return;
        using var again = Model.Load(folder[name]);
        SavedModel.ShouldBeSame(again, model);
    }

    [Fact]
    public void The_variables_lie_where_Keras_2_looks_for_them()
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Load(Fixtures.Path("keras-training", "net_softmax.h5"));

        model.Save(folder["model.h5"], new() { Training = State(model) });

        using var file = Hdf5File.Open(folder["model.h5"]);
        var names = file.Root.GetGroup("optimizer_weights").Attributes["weight_names"].ReadStrings();
        names[..4].ShouldBe(["iteration:0", "Adam/m/conv/kernel:0", "Adam/v/conv/kernel:0", "Adam/m/bn/gamma:0"]);
        file.Root.GetDataset("optimizer_weights/iteration:0").Type.ShouldBe("<i8");
        file.Root.GetDataset("optimizer_weights/Adam/v/conv/kernel:0").Shape.ShouldBe([3, 3, 2, 4]);
        file.Root.Attributes["training_config"].ReadStrings()[0].ShouldBe("""{"loss":"mse","metrics":["mae"],"weighted_metrics":null,"loss_weights":null,"optimizer_config":{"class_name":"Adam","config":{"name":"adam","learning_rate":0.001,"beta_1":0.9}}}""");
    }

    [Fact]
    public void What_Keras_2_stored_is_read_and_written_alike()
    {
        using var folder = new TemporaryFolder();
        var original = Fixtures.Path("keras-layers", "format_with_optimizer.h5");
        using var model = Model.Load(original);

        var state = TrainingState.Read(original)!;
        model.Save(folder["model.h5"], new() { Training = state });

        state.OptimizerVariables.Select(v => (v.Name, v.Path)).Take(3).ShouldBe([("m", "c1/kernel"), ("v", "c1/kernel"), ("m", "c1/bias")]);
        state.LearningRate.ShouldBe(0.001f);
        using var theirs = Hdf5File.Open(original);
        using var ours = Hdf5File.Open(folder["model.h5"]);
        var names = theirs.Root.GetGroup("optimizer_weights").Attributes["weight_names"].ReadStrings();
        ours.Root.GetGroup("optimizer_weights").Attributes["weight_names"].ReadStrings().ShouldBe(names);
        foreach (var name in names) ours.Root.GetGroup("optimizer_weights").GetDataset(name).ReadBytes().ShouldBe(theirs.Root.GetGroup("optimizer_weights").GetDataset(name).ReadBytes());
    }

    [Fact]
    public void What_Keras_3_stored_is_read()
    {
        var state = TrainingState.Read(Fixtures.Path("keras3", "net_compiled_with_optimizer.keras"))!;

        state.OptimizerVariables.Count.ShouldBe(42);
        state.LearningRate.ShouldBe(0.001f);
        state.CompileConfig!.ShouldContain("\"Adam\"");
    }

    [Fact]
    public void A_model_without_state_has_none()
    {
        TrainingState.Read(Fixtures.Path("keras-training", "net_softmax.h5")).ShouldBeNull();
        TrainingState.Read(Fixtures.Path("keras3", "net_nested.keras")).ShouldBeNull();
        Should.Throw<ModelFormatException>(() => TrainingState.Read(Fixtures.Path("applications", "files", "bad_truncated.h5"))).Message.ShouldContain("bad_truncated.h5");
    }

    [Fact]
    public void An_empty_state_is_kept_too()
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Load(Fixtures.Path("keras-training", "net_softmax.h5"));

        model.Save(folder["model.keras"], new() { Training = new() { Iterations = long.MaxValue } });

        var read = TrainingState.Read(folder["model.keras"])!;
        (read.Iterations, read.CompileConfig, read.Numbers.Count, read.Arrays.Count, read.OptimizerVariables.Count).ShouldBe((long.MaxValue, null, 0, 0, 0));
    }

    private static TrainingState State(Model model)
    {
        var state = new TrainingState { CompileConfig = Adam, Iterations = (1L << 40) + 3, LearningRate = 1e-3f / 3 };
        state.Numbers["epoch"] = 12;
        state.Numbers["Verlust ✓/val"] = Math.PI;
        state.Numbers["zero"] = -0.0;
        state.Numbers["nan"] = double.NaN;
        state.Numbers["small"] = double.Epsilon;
        state.Arrays["sums"] = [1 / 3d, double.NegativeInfinity];
        state.Arrays["nothing"] = [];
        state.OptimizerVariables = [.. model.Parameters.Where(p => p.IsTrainable).SelectMany(p => new[] { "momentum", "velocity" }.Select(name =>
            new OptimizerVariable(name, p.Name, p.Shape, [.. p.Values.ToArray().Select(v => name == "momentum" ? v / 3 : v * v)])))];
        return state;
    }
}
