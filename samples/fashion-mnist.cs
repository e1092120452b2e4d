#:project ../src/TfExplain/TfExplain.csproj
#:project ../src/TfExplain.Imaging/TfExplain.Imaging.csproj
#:project ../src/TfExplain.Models/TfExplain.Models.csproj
#:project ../src/TfExplain.Engine/TfExplain.Engine.csproj
#:property PublishAot=false
using TfExplain;
using TfExplain.Data;
using TfExplain.Reports;
using TfExplain.Training;
using TfExplain.Training.Losses;
using TfExplain.Training.Optimizers;
using TfExplain.Training.Schedules;
using static TfExplain.Training.Layers;

var (train, test) = await Datasets.FashionMnistAsync();

using var model = Model.Sequential([
    Input(28, 28, 1),
    Conv2D(32, 3, padding: "same", useBias: false), BatchNormalization(momentum: 0.9), ReLU(), MaxPooling2D(2),
    Conv2D(64, 3, padding: "same", useBias: false), BatchNormalization(momentum: 0.9), ReLU(), MaxPooling2D(2),
    Conv2D(128, 3, padding: "same", useBias: false), BatchNormalization(momentum: 0.9), ReLU(),
    GlobalAveragePooling2D(),
    Dense(10, activation: "softmax"),
]);
const int Epochs = 5, BatchSize = 64;
var steps = Epochs * ((train.Count + BatchSize - 1) / BatchSize);
model.Compile(new Adam(new CosineDecay(0.005f, steps)), new SparseCategoricalCrossentropy(), "accuracy");

// What the network looks at after each epoch: the first test image of each class, explained for its class.
var classes = Images.Classes(test.Take(100));
int[] firstOfEach = [.. Enumerable.Range(0, 10).Select(c => Array.IndexOf(classes, c))];
var gradCam = new ExplanationCallback(new GradCam(), Images.Of(test, firstOfEach), Target.PerImage(Enumerable.Range(0, 10).Select(Target.Class)), "tf-explain-out/fashion-mnist/logs") { RunName = "grad-cam" };

model.Fit(train, Epochs, BatchSize, validationData: test, callbacks: [gradCam, new TensorBoardCallback("tf-explain-out/fashion-mnist/logs")]);

model.Save("tf-explain-out/fashion-mnist/model.keras");
File.WriteAllBytes("tf-explain-out/fashion-mnist/logs.html", LogReport.Create("tf-explain-out/fashion-mnist/logs").Html.ToArray());
Filmstrip.Of("tf-explain-out/fashion-mnist/logs/grad-cam", "grad-cam").SavePng("tf-explain-out/fashion-mnist/filmstrip.png");
Console.WriteLine($"Test accuracy {model.Evaluate(test)["accuracy"]:P2}; weights {model.Hash[..16]}; look at tf-explain-out/fashion-mnist/logs.html");
