using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>A small network with everything that remembers something, and samples that it can learn: 30 pictures [4,4,1] of 3 classes.</summary>
internal static class TinyTraining
{
    public const int Count = 30, Classes = 3;

    public static Dataset Data(int count = Count, int seed = 1, Func<int, float>? label = null)
    {
        var inputs = new float[count * 16];
        var targets = new float[count];
        CounterRandom.Of(seed).Uniform(inputs, 0, 0.3f);
        for (var i = 0; i < count; i++)
        {
            targets[i] = label?.Invoke(i) ?? i % Classes;
            inputs[i * 16 + i % Classes * 5] += 0.8f;
        }
        return Dataset.FromArrays(inputs, [4, 4, 1], targets, []);
    }

    /// <summary>A convolution, batch normalisation, dropout and a layer for the classes.</summary>
    public static Model Network(string optimizer = "adam", string loss = "sparse_categorical_crossentropy", int seed = 3, float? rate = null, int classes = Classes)
    {
        var model = Model.Sequential(
            [
                Layers.Input(4, 4, 1),
                Layers.Of("Conv2D", ("filters", 4), ("kernel_size", new System.Text.Json.Nodes.JsonArray(3, 3)), ("padding", "same"), ("name", "conv")),
                Layers.Of("BatchNormalization", ("momentum", 0.8)),
                Layers.Of("ReLU"),
                Layers.Of("Flatten"),
                Layers.Of("Dropout", ("rate", 0.3)),
                Layers.Of("Dense", ("units", classes), ("activation", "softmax"), ("name", "classes")),
            ], seed: seed);
        var cost = Loss.Of(loss);
        var chosen = Optimizer.Of(optimizer);
        if (rate is { } given) chosen = chosen with { LearningRate = new TfExplain.Training.Schedules.ConstantSchedule(given) };
        model.Compile(chosen, cost, model.MetricOf("accuracy", cost));
        return model;
    }

    public static float[][] Weights(Model model) => [.. model.Parameters.Select(p => p.Values.ToArray())];

    public static void ShouldHave(this Model model, float[][] weights, string what)
    {
        for (var i = 0; i < weights.Length; i++) model.Parameters[i].Values.SequenceEqual(weights[i]).ShouldBeTrue($"{what}: {model.Parameters[i].Name}");
    }

    public static Tensor<float> Tensor(params nint[] shape) => System.Numerics.Tensors.Tensor.Create<float>(new float[shape.Aggregate((nint)1, (a, b) => a * b)], shape);
}
