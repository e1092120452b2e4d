using System.Numerics.Tensors;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras;

public class EfficientNetTests
{
    [Theory]
    [InlineData("chelsea_282")]
    [InlineData("coffee_967")]
    public void The_default_model_gives_the_reference_probabilities(string name)
    {
        using var model = Model.Load(Path.Combine(Fixtures.Root, "models", "efficientnet_lite0.h5"));
        using var arrays = NpzArchive.Open(Fixtures.Path("efficientnet-lite0", name + ".npz"));

        var probabilities = model.Predict(Tensor.Create(arrays["x"].ToSingles(), [1, 224, 224, 3]));

        var ours = new float[1000];
        probabilities.FlattenTo(ours);
        ours.Zip(arrays["probabilities"].ToSingles()).Max(q => Math.Abs(q.First - q.Second)).ShouldBeLessThan(1e-5f);
    }
}
