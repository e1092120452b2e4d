#:project ../src/TfExplain/TfExplain.csproj
#:project ../src/TfExplain.Imaging/TfExplain.Imaging.csproj
#:project ../src/TfExplain.Models/TfExplain.Models.csproj
#:project ../src/TfExplain.Engine/TfExplain.Engine.csproj
#:property PublishAot=false
// Why tiger cat and not tabby: the two classes share one forward pass, and a weighted target explains their difference.
using TfExplain;

using var model = Model.Load("models/efficientnet_lite0.h5");
var images = ImageBatch.Load(model, Preprocessing.TensorFlow with { Crop = 0.875 }, "samples/images/chelsea.png");

var both = new GradCam().Explain(model, images, Target.Top(2));
Console.WriteLine($"{both.Receipt.Forwards} forward pass, {both.Receipt.Backwards} backward passes: {string.Join(" and ", both.Maps.Select(m => m.Target))}");

var weights = new float[1000];
(weights[282], weights[281]) = (1, -1);
var difference = new IntegratedGradients().Explain(model, images, Target.Weighted(weights));
Console.WriteLine($"score of the difference {difference.Maps[0].Score:F3}; {difference.Maps[0].Check}");
difference.Save("tf-explain-out", "tiger-cat-minus-tabby");
