#:project ../src/TfExplain/TfExplain.csproj
#:project ../src/TfExplain.Imaging/TfExplain.Imaging.csproj
#:project ../src/TfExplain.Models/TfExplain.Models.csproj
#:project ../src/TfExplain.Engine/TfExplain.Engine.csproj
#:property PublishAot=false
using TfExplain;

using var model = Model.Load("models/efficientnet_lite0.h5");
var images = ImageBatch.Load(model, Preprocessing.TensorFlow with { Crop = 0.875 }, "samples/images/chelsea.png");

var explanation = new GradCam().Explain(model, images, Target.Predicted);

var map = explanation.Maps[0];
Console.WriteLine($"{map.Target} with probability {map.Target!.Probability:P1}, from layer {map.Layer}");
foreach (var warning in explanation.Receipt.Warnings) Console.WriteLine(warning);
foreach (var file in explanation.Save("tf-explain-out", "grad-cam")) Console.WriteLine(file);
