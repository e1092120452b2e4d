using System.Runtime.InteropServices;
using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Benchmarks;

/// <summary>A network that is trained in a comparison, with random samples of Fashion-MNIST's size.</summary>
internal sealed record TrainingNetwork(string Name, string Title, Func<IReadOnlyList<LayerSpec>> Layers)
{
    public const int Batch = 64, Samples = 6400, Classes = 10;

    public static Shape Image { get; } = [28, 28, 1];

    public static IReadOnlyList<TrainingNetwork> All { get; } =
    [
        new("normalized", "3 convolutions with batch normalisation", Normalized),
        new("dense", "2 convolutions, dense layer", Dense),
    ];

    public static TrainingNetwork Of(string name) => All.First(n => n.Name == name);

    /// <summary>Random pixels and classes from a counter, so that every process has the same.</summary>
    public static (float[] X, float[] Y) Data()
    {
        var random = CounterRandom.Of(1);
        float[] x = new float[Samples * Image.Count], y = new float[Samples];
        random.Part("x").Uniform(x);
        for (var i = 0; i < y.Length; i++) y[i] = random.Part("y").Below(i, Classes);
        return (x, y);
    }

    public Model Create() => Model.Sequential(Layers(), Name, seed: 1);

    /// <summary>The first weights in the order of the layers, then the samples, as float32 for the peer.</summary>
    public void Write(string folder)
    {
        using var model = Create();
        using var weights = File.Create(Path.Combine(folder, "weights.bin"));
        foreach (var parameter in model.Parameters.Where(p => p.IsTrainable)) weights.Write(MemoryMarshal.AsBytes(parameter.Values));
        var (x, y) = Data();
        File.WriteAllBytes(Path.Combine(folder, "x.bin"), MemoryMarshal.AsBytes<float>(x));
        File.WriteAllBytes(Path.Combine(folder, "y.bin"), MemoryMarshal.AsBytes<float>(y));
    }

    private static IReadOnlyList<LayerSpec> Normalized() =>
    [
        Training.Layers.Input(Image.Span),
        .. Block(32), Training.Layers.MaxPooling2D(2),
        .. Block(64), Training.Layers.MaxPooling2D(2),
        .. Block(128), Training.Layers.GlobalAveragePooling2D(),
        Training.Layers.Dense(Classes, activation: "softmax"),
    ];

    private static LayerSpec[] Block(int filters) =>
        [Training.Layers.Conv2D(filters, 3, padding: "same", useBias: false), Training.Layers.BatchNormalization(momentum: 0.9), Training.Layers.ReLU()];

    private static IReadOnlyList<LayerSpec> Dense() =>
    [
        Training.Layers.Input(Image.Span),
        Training.Layers.Conv2D(32, 3, padding: "same", activation: "relu"), Training.Layers.MaxPooling2D(2),
        Training.Layers.Conv2D(64, 3, padding: "same", activation: "relu"), Training.Layers.MaxPooling2D(2),
        Training.Layers.Flatten(), Training.Layers.Dense(128, activation: "relu"), Training.Layers.Dense(Classes, activation: "softmax"),
    ];
}
