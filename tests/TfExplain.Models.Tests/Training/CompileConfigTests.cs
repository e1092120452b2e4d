using System.Numerics;
using TfExplain.Training;
using TfExplain.Training.Losses;
using TfExplain.Training.Optimizers;
using static TfExplain.Models.Tests.Training.TinyTraining;

namespace TfExplain.Models.Tests.Training;

/// <summary>A checkpoint says how its model is trained: loaded anew, it goes on without being told.</summary>
public sealed class CompileConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-explain-compile-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("checkpoint.keras")]
    [InlineData("checkpoint.h5")]
    public void A_loaded_checkpoint_goes_on_to_the_same_numbers(string file)
    {
        var path = Path.Combine(_folder, file);
        using var model = Network();
        model.Compile(new Adam(0.01f) { ClipNorm = 1 }, new SparseCategoricalCrossentropy(), "accuracy");
        model.Fit(Data(), 2, batchSize: 10, callbacks: [new ModelCheckpoint(path)], verbose: Verbosity.Silent);
        model.Fit(Data(), 4, batchSize: 10, initialEpoch: 2, verbose: Verbosity.Silent);

        using var loaded = TfExplain.Model.Load(path);
        var state = TrainingState.Read(path)!;
        loaded.Compile(state);
        var history = loaded.Fit(Data(), 4, batchSize: 10, resume: state, verbose: Verbosity.Silent);

        history.Epochs.ShouldBe([0, 1, 2, 3]);
        Weights(loaded).ShouldBe(Weights(model));
    }

    [Theory]
    [InlineData("again.keras")]
    [InlineData("again.h5")]
    public void A_network_of_Keras_2_keeps_its_rule_for_moving_variances(string file)
    {
        var path = Path.Combine(_folder, file);
        using var model = TfExplain.Model.Load(TfExplain.Testing.Fixtures.Path("keras-training", "net_softmax.h5"));
        model.Save(path);
        using var again = TfExplain.Model.Load(path);
        var inputs = new float[16 * 96];
        TfExplain.Engine.CounterRandom.Of(5).Uniform(inputs);
        var data = Dataset.FromArrays(inputs, [8, 6, 2], new float[16], []);
        foreach (var one in (TfExplain.Model[])[model, again])
        {
            one.Compile(new SGD(0.1f), new SparseCategoricalCrossentropy());
            one.Fit(data, 1, batchSize: 8, verbose: Verbosity.Silent);
        }
        Weights(again).ShouldBe(Weights(model));
    }

    /// <summary>An optimiser of somebody's own: w -= rate where g is positive, else w += rate.</summary>
    private sealed record SignDescent(float Rate) : Optimizer(Rate)
    {
        protected override void Declare(SlotDeclaration slots)
        {
        }

        protected override void Apply(in WeightUpdate update)
        {
            for (var i = 0; i < update.Length; i += Vector<float>.Count)
                update.SetWeight(i, update.Weight(i) - Vector.ConditionalSelect(Vector.GreaterThan(update.Gradient(i), Vector<float>.Zero), new Vector<float>(Rate), new Vector<float>(-Rate)));
        }
    }

    [Theory]
    [InlineData("own.keras")]
    [InlineData("own.h5")]
    public void An_optimiser_of_ones_own_trains_and_goes_on_too(string file)
    {
        var path = Path.Combine(_folder, file);
        using var model = Network();
        model.Compile(new SignDescent(0.01f), new SparseCategoricalCrossentropy());
        model.Fit(Data(), 2, batchSize: 10, callbacks: [new ModelCheckpoint(path)], verbose: Verbosity.Silent);
        model.Fit(Data(), 3, batchSize: 10, initialEpoch: 2, verbose: Verbosity.Silent);

        using var loaded = TfExplain.Model.Load(path);
        loaded.Compile(new SignDescent(0.01f), new SparseCategoricalCrossentropy());
        loaded.Fit(Data(), 3, batchSize: 10, resume: TrainingState.Read(path), verbose: Verbosity.Silent);
        Weights(loaded).ShouldBe(Weights(model));
    }

    [Theory]
    [InlineData(null, "does not say how")]
    [InlineData("{}", "compile_config cannot be read")]
    [InlineData("""{"optimizer": "adamm", "loss": "mse"}""", "Did you mean 'adam'?")]
    [InlineData("[", "compile_config cannot be read")]
    public void A_state_that_does_not_say_how_is_refused(string? config, string words)
    {
        using var model = Network();
        Should.Throw<ModelFormatException>(() => model.Compile(new TrainingState { CompileConfig = config })).Message.ShouldContain(words);
    }
}
