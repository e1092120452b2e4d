using TfExplain.Testing;

namespace TfExplain.Cli.Tests;

/// <summary>The code block of the README, line by line, run in a folder that has the repository's models and samples.</summary>
internal static class ReadmeCode
{
    public static void Run(string folder)
    {
        foreach (var name in (string[])["models", "samples"]) Directory.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(Fixtures.Root, name));
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            using var model = Model.Load("models/efficientnet_lite0.h5");
            var images = ImageBatch.Load(model, Preprocessing.TensorFlow with { Crop = 0.875 }, "samples/images/chelsea.png");

            var explanation = new GradCam().Explain(model, images, Target.Predicted);

            var map = explanation.Maps[0];
            Console.WriteLine($"{map.Target} with probability {map.Target!.Probability:P1}, from layer {map.Layer}");
            foreach (var warning in explanation.Receipt.Warnings) Console.WriteLine(warning);
            foreach (var file in explanation.Save("tf-explain-out", "grad-cam")) Console.WriteLine(file);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }
}
