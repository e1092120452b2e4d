using System.Text.Json.Nodes;
using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Tests.Callbacks;

/// <summary>A small network for pictures [6,6,1] of two classes, whose mark lies in the upper left or the lower right quarter.</summary>
internal static class TinyTraining
{
    public static Dataset Data(int count = 24)
    {
        var inputs = new float[count * 36];
        CounterRandom.Of(5).Uniform(inputs, 0, 0.2f);
        for (var i = 0; i < count; i++)
            for (var p = 0; p < 9; p++) inputs[i * 36 + (p / 3 + i % 2 * 3) * 6 + p % 3 + i % 2 * 3] += 0.8f;
        return Dataset.FromArrays(inputs, [6, 6, 1], Enumerable.Range(0, count).Select(i => (float)(i % 2)).ToArray(), []);
    }

    public static Model Network()
    {
        var model = Model.Sequential(
            [
                Layers.Input(6, 6, 1), Layers.Of("Conv2D", ("filters", 4), ("kernel_size", new JsonArray(3, 3)), ("padding", "same"), ("activation", "relu"), ("name", "conv")),
                Layers.Of("GlobalAveragePooling2D"), Layers.Of("Dense", ("units", 2), ("activation", "softmax"), ("name", "classes")),
            ], seed: 2);
        model.Compile("adam", "sparse_categorical_crossentropy", "accuracy");
        return model;
    }
}
