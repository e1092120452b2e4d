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
