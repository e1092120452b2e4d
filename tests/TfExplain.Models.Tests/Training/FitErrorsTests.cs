using TfExplain.Engine;
using TfExplain.Training;
using static TfExplain.Models.Tests.Training.TinyTraining;

namespace TfExplain.Models.Tests.Training;

/// <summary>What cannot be learnt is said in one message, and the model and its files stay as they are.</summary>
public sealed class FitErrorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-explain-fit-").FullName;
    private readonly Model _model = Network();

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void A_model_that_is_not_compiled()
    {
        using var model = Model.Sequential([Layers.Input(4, 4, 1), Layers.Of("Flatten"), Layers.Of("Dense", ("units", 3))]);
        model.IsCompiled.ShouldBeFalse();
        foreach (var call in new Action[] { () => model.Fit(Data(), verbose: Verbosity.Silent), () => model.Evaluate(Data()), () => model.TrainOnBatch(Tensor(2, 4, 4, 1), Tensor(2)) })
            Should.Throw<InvalidOperationException>(call).Message.ShouldBe("The model 'sequential' is not compiled; call Compile(optimizer, loss, metrics) first.");
    }

    [Fact]
    public void Nothing_to_learn_from()
    {
        Fails<ArgumentException>(Data().Take(0), "The training data holds no samples.");
        Should.Throw<ArgumentException>(() => _model.Fit(Data(), validationData: Data().Take(0), verbose: Verbosity.Silent)).Message.ShouldBe("The validation data holds no samples.");
        Should.Throw<ArgumentException>(() => _model.Evaluate(Data().Take(0))).Message.ShouldBe("The dataset holds no samples.");
    }

    [Theory]
    [InlineData(-1f, "the label -1")]
    [InlineData(3f, "the label 3. Do the labels count from 1?")]
    [InlineData(10f, "the label 10")]
    [InlineData(1.5f, "the label 1.5")]
    [InlineData(float.NaN, "the label NaN")]
    public void Labels_that_are_no_classes_are_named(float label, string words)
    {
        var data = Data(label: i => i == 17 ? label : i % 3);
        Fails<ArgumentException>(data, "sample 17: SparseCategoricalCrossentropy takes class numbers from 0 to 2, as the predictions have 3 classes; this sample has " + words);
        Should.Throw<ArgumentException>(() => _model.Evaluate(data)).Message.ShouldStartWith("sample 17: ");
    }

    [Fact]
    public void Shapes_that_do_not_fit()
    {
        Fails<ArgumentException>(Dataset.FromArrays(Tensor(6, 4, 4), Tensor(6)), "The model takes inputs [4,4,1]; a sample of the training data has the shape [4,4]. Is the channel axis missing?");
        Fails<ArgumentException>(Dataset.FromArrays(Tensor(6, 5, 4, 1), Tensor(6)), "The model takes inputs [4,4,1]; a sample of the training data has the shape [5,4,1].");
        Should.Throw<ArgumentException>(() => _model.Fit(Data(), validationData: Dataset.FromArrays(Tensor(6, 4, 5, 1), Tensor(6)), verbose: Verbosity.Silent)).Message.ShouldStartWith("The model takes inputs [4,4,1]; a sample of the validation data has");
        Should.Throw<ArgumentException>(() => _model.Fit(Data(), validationData: Data().OneHot(3), verbose: Verbosity.Silent)).Message.ShouldBe("The training data has targets [], the validation data [3]; give both in one form.");
        Should.Throw<ArgumentException>(() => Dataset.FromArrays(Tensor(6, 4, 4, 1), Tensor(5))).Message.ShouldContain("as many targets as inputs, 6; found 5");
    }

    [Fact]
    public void Targets_in_another_form_than_the_losss()
    {
        Fails<ShapeException>(Data().OneHot(3), "SparseCategoricalCrossentropy got labels of shape [?,3]", "use CategoricalCrossentropy, or class numbers");
        using var model = Network(loss: "categorical_crossentropy");
        Should.Throw<ShapeException>(() => model.Fit(Data(), verbose: Verbosity.Silent)).Message.ShouldContain("use SparseCategoricalCrossentropy, or one-hot labels");
    }

    [Fact]
    public void Inputs_that_are_no_numbers()
    {
        var inputs = new float[Count * 16];
        inputs[7 * 16 + 3] = float.PositiveInfinity;
        var data = Dataset.FromArrays(inputs, [4, 4, 1], new float[Count], []);
        Fails<ArgumentException>(data, "sample 7: the input holds Infinity at element 3; inputs must be finite. Clean the data.");
        Should.Throw<ArgumentException>(() => _model.Fit(Data(), validationData: data, verbose: Verbosity.Silent)).Message.ShouldStartWith("sample 7: ");
    }

    [Fact]
    public void A_loss_that_explodes_leaves_the_weights_of_the_step_before()
    {
        using var model = Exploding();
        var before = Weights(model);
        var checkpoint = Path.Combine(_folder, "checkpoint.keras");
        var backup = new BackupAndRestore(checkpoint) { SaveFrequency = 1 };
        float[][]? last = null;
        var watch = new LambdaCallback { BatchEnd = (run, _, _) => last = Weights(run.Model) };
        var error = Should.Throw<TrainingException>(() => model.Fit(Data(), epochs: 3, batchSize: 10, callbacks: [watch, backup], verbose: Verbosity.Silent));
        error.Message.ShouldContain("in epoch 1, step 2 at a learning rate of 1e+20");
        error.Message.ShouldContain("Lower the learning rate");
        last.ShouldNotBeNull()[0].ShouldNotBe(before[0]);
        model.ShouldHave(last, "the step before");
        TrainingState.Read(checkpoint)!.Iterations.ShouldBe(1);
        using var again = Exploding();
        again.LoadWeights(checkpoint);
        again.ShouldHave(last, "the checkpoint");
    }

    [Fact]
    public void Terminate_on_nan_ends_quietly()
    {
        using var model = Exploding();
        var history = model.Fit(Data(), epochs: 3, batchSize: 10, callbacks: [new TerminateOnNaN()], verbose: Verbosity.Silent);
        history.StoppedBecause!.ShouldContain("in epoch 1, step 2");
        history.Epochs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3, 1)]
    [InlineData(8, -1)]
    public void Numbers_out_of_range(int batchSize, int epochs) => Should.Throw<ArgumentOutOfRangeException>(() => _model.Fit(Data(), epochs, batchSize, verbose: Verbosity.Silent));

    [Fact]
    public void No_epochs_change_nothing()
    {
        var before = Weights(_model);
        _model.Fit(Data(), epochs: 0, verbose: Verbosity.Silent).Epochs.ShouldBeEmpty();
        _model.ShouldHave(before, "after no epochs");
    }

    [Fact]
    public void Cancelled_in_the_middle_it_has_the_weights_of_the_last_step_and_goes_on_from_there()
    {
        var checkpoint = Path.Combine(_folder, "checkpoint.keras");
        using var stop = new CancellationTokenSource();
        float[][]? last = null;
        var watch = new LambdaCallback
        {
            BatchEnd = (run, _, _) =>
            {
                last = Weights(run.Model);
                if (run.Iterations == 5) stop.Cancel();
            },
        };
        Should.Throw<OperationCanceledException>(() => _model.Fit(Data(), epochs: 4, batchSize: 10, callbacks: [watch, new BackupAndRestore(checkpoint)], verbose: Verbosity.Silent, cancellation: stop.Token));
        _model.ShouldHave(last!, "after the last step");
        TrainingState.Read(checkpoint)!.Iterations.ShouldBe(5);

        using var resumed = Network();
        resumed.Fit(Data(), epochs: 4, batchSize: 10, callbacks: [new BackupAndRestore(checkpoint)], verbose: Verbosity.Silent);
        using var undisturbed = Network();
        undisturbed.Fit(Data(), epochs: 4, batchSize: 10, verbose: Verbosity.Silent);
        resumed.ShouldHave(Weights(undisturbed), "resumed");
        File.Exists(checkpoint).ShouldBeFalse();
    }

    [Fact]
    public void Weights_for_classes_that_are_not_there_and_missing_ones()
    {
        using var one = Network();
        using var other = Network();
        one.Fit(Data(), epochs: 2, verbose: Verbosity.Silent, classWeight: new Dictionary<int, float> { [1] = 3 });
        other.Fit(Data(), epochs: 2, verbose: Verbosity.Silent, classWeight: new Dictionary<int, float> { [0] = 1, [1] = 3, [2] = 1 });
        one.ShouldHave(Weights(other), "classes that are not named weigh 1");
        Should.Throw<ArgumentException>(() => _model.Fit(Data(), verbose: Verbosity.Silent, classWeight: new Dictionary<int, float> { [3] = 1 })).Message.ShouldContain("the class 3; the model's classes are 0 to 2");
        Should.Throw<ArgumentException>(() => _model.Fit(Data(), verbose: Verbosity.Silent, classWeight: new Dictionary<int, float> { [0] = float.NaN })).Message.ShouldContain("NaN");
    }

    [Fact]
    public void A_model_with_two_outputs()
    {
        LayerSpec input = Layers.Input(4);
        var hidden = Layers.Of("Dense", ("units", 3), ("name", "a")).On(input);
        using var model = Model.Functional([input], [hidden, Layers.Of("Dense", ("units", 2), ("name", "b")).On(hidden)]);
        model.Compile("sgd", "mse");
        Should.Throw<TrainingException>(() => model.Fit(Tensor(4, 4), Tensor(4, 3), verbose: Verbosity.Silent)).Message.ShouldContain("2 outputs");
        Should.Throw<TrainingException>(() => model.Evaluate(Dataset.FromArrays(Tensor(4, 4), Tensor(4, 3)))).Message.ShouldContain("2 outputs");
    }

    [Fact]
    public void A_checkpoint_of_another_training()
    {
        var checkpoint = Path.Combine(_folder, "checkpoint.keras");
        _model.Fit(Data(), epochs: 1, callbacks: [new BackupAndRestore(checkpoint) { KeepFile = true }], verbose: Verbosity.Silent);
        Refused(Network("sgd"), 0, "The checkpoint's optimiser is Adam; the model is compiled with SGD");
        Refused(Network("adamw"), 0, "The checkpoint's optimiser is Adam; the model is compiled with AdamW");
        Refused(Network(), 5, "made with the seed 0; this training has the seed 5");
        Refused(Network(classes: 4), 0, "'classes/kernel'");

        var plain = Path.Combine(_folder, "plain.keras");
        _model.Save(plain);
        using var model = Network();
        Should.Throw<TrainingException>(() => model.Fit(Data(), callbacks: [new BackupAndRestore(plain)], verbose: Verbosity.Silent)).Message.ShouldContain("holds no training state");
        File.WriteAllText(plain, "nothing");
        Should.Throw<CallbackException>(() => model.Fit(Data(), callbacks: [new BackupAndRestore(plain)], verbose: Verbosity.Silent)).Message.ShouldContain("plain.keras");

        void Refused(Model other, int seed, string words)
        {
            using (other)
            {
                var before = Weights(other);
                Should.Throw<Exception>(() => other.Fit(Data(), epochs: 2, seed: seed, callbacks: [new BackupAndRestore(checkpoint)], verbose: Verbosity.Silent)).Message.ShouldContain(words);
                other.ShouldHave(before, words);
            }
            File.Exists(checkpoint).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_file_that_cannot_be_written_ends_the_training_with_its_name()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "history.csv"));
        Fails<CallbackException>(Data(), [new CsvLogger(Path.Combine(_folder, "history.csv"))], "The callback CsvLogger failed in OnEpochEnd", "history.csv", "folder");
        if (OperatingSystem.IsLinux())
        {
            // Every byte that is written there finds the disk full.
            var full = Path.Combine(_folder, ".full.keras.saving.tmp");
            File.CreateSymbolicLink(full, "/dev/full");
            Fails<CallbackException>(Data(), [new BackupAndRestore(Path.Combine(_folder, "full.keras"))], "BackupAndRestore", "full.keras could not be saved", "free space");
            File.Exists(Path.Combine(_folder, "full.keras")).ShouldBeFalse();
        }
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        var locked = Directory.CreateDirectory(Path.Combine(_folder, "locked")).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Fails<CallbackException>(Data(), [new ModelCheckpoint(Path.Combine(locked, "model.keras"))], "ModelCheckpoint", "model.keras", "may write");
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData(nameof(Callback.OnTrainBegin), 0)]
    [InlineData(nameof(Callback.OnEpochBegin), 3)]
    [InlineData(nameof(Callback.OnTrainBatchBegin), 4)]
    [InlineData(nameof(Callback.OnTrainBatchEnd), 5)]
    [InlineData(nameof(Callback.OnEpochEnd), 6)]
    [InlineData(nameof(Callback.OnTrainEnd), 6)]
    public void A_callback_that_throws_is_named_and_all_others_are_closed(string place, int steps)
    {
        var (first, last) = (new Closing(), new Closing());
        var error = Should.Throw<CallbackException>(() => _model.Fit(Data(), epochs: 2, batchSize: 10, callbacks: [first, new Throwing(place), last], verbose: Verbosity.Silent));
        error.Message.ShouldBe($"The callback my callback failed in {place}: no more");
        error.Callback.ShouldBe("my callback");
        first.Open.ShouldBe(0);
        first.WasOpened.ShouldBeTrue();
        last.Open.ShouldBe(0);
        last.WasOpened.ShouldBe(place != nameof(Callback.OnTrainBegin));

        // The weights are those of the last step.
        using var reference = Network();
        float[][] expected = Weights(reference);
        reference.Fit(Data(), epochs: 2, batchSize: 10, callbacks: [new LambdaCallback { BatchEnd = (run, _, _) => expected = run.Iterations == steps ? Weights(run.Model) : expected }], verbose: Verbosity.Silent);
        _model.ShouldHave(expected, place);
    }

    [Fact]
    public void A_failed_training_keeps_the_weights_of_its_last_step_though_others_were_better()
    {
        float[][]? last = null;
        var stopping = new EarlyStopping("loss", MonitorMode.Max) { Patience = 9, RestoreBestWeights = true };
        Should.Throw<CallbackException>(() => _model.Fit(Data(), epochs: 4, callbacks: [stopping, new LambdaCallback { EpochEnd = (run, epoch, _) => { last = Weights(run.Model); if (epoch == 2) throw new InvalidDataException("x"); } }], verbose: Verbosity.Silent));
        _model.ShouldHave(last!, "the last step");
    }

    /// <summary>After one step its outputs are beyond all floats.</summary>
    private static Model Exploding()
    {
        var model = Model.Sequential([Layers.Input(4, 4, 1), Layers.Of("Flatten"), Layers.Of("Dense", ("units", 8), ("activation", "relu")), Layers.Of("Dense", ("units", 8), ("activation", "relu")), Layers.Of("Dense", ("units", 3), ("activation", "softmax"))]);
        model.Compile(new TfExplain.Training.Optimizers.SGD(1e20f), Loss.Of("sparse_categorical_crossentropy"));
        return model;
    }

    private void Fails<T>(Dataset data, params string[] words) where T : Exception => Fails<T>(data, [], words);

    private void Fails<T>(Dataset data, Callback[] callbacks, params string[] words) where T : Exception
    {
        var error = Should.Throw<T>(() => _model.Fit(data, batchSize: 10, callbacks: callbacks, verbose: Verbosity.Silent));
        foreach (var word in words) error.Message.ShouldContain(word);
        error.Message.Split('\n').Length.ShouldBe(1, error.Message);
    }

    /// <summary>Holds something open between the beginning and the end.</summary>
    private sealed class Closing : Callback
    {
        public int Open { get; private set; }

        public bool WasOpened { get; private set; }

        public override void OnTrainBegin() => (Open, WasOpened) = (Open + 1, true);

        public override void OnTrainEnd() => Open--;
    }

    private sealed class Throwing(string place) : Callback
    {
        public override string Name => "my callback";

        public override void OnTrainBegin() => At(nameof(OnTrainBegin));

        public override void OnTrainEnd() => At(nameof(OnTrainEnd));

        public override void OnEpochBegin(int epoch) => At(nameof(OnEpochBegin), epoch == 1);

        public override void OnEpochEnd(int epoch, Logs logs) => At(nameof(OnEpochEnd), epoch == 1);

        public override void OnTrainBatchBegin(int batch) => At(nameof(OnTrainBatchBegin), Run.Iterations == 4);

        public override void OnTrainBatchEnd(int batch, Logs logs) => At(nameof(OnTrainBatchEnd), Run.Iterations == 5);

        private void At(string here, bool now = true)
        {
            if (now && here == place) throw new InvalidDataException("no more");
        }
    }
}
