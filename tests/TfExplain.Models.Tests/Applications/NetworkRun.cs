using System.Numerics.Tensors;
using TfExplain.Engine.Operations;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Applications;

/// <summary>One network on one photo, beside the reference numbers.</summary>
internal sealed class NetworkRun : IDisposable
{
    private readonly NpzArchive _golden;
    private readonly string _photo;
    private readonly string _logits;
    private readonly int _size;

    public NetworkRun(string network, Model model, string photo)
    {
        (Model, _photo) = (model, photo);
        _golden = NpzArchive.Open(Fixtures.Path("applications", "golden", $"{network}.npz"));
        _size = ApplicationFixture.Golden(network).GetProperty("size").GetInt32();
        using var photos = NpzArchive.Open(Fixtures.Path("applications", $"images_{_size}.npz"));
        X = ApplicationFixture.Preprocess(photos[photo].ToUInt8s(), ApplicationFixture.Models.GetProperty(network).GetProperty("preprocess_mode").GetString() ?? "none");
        // The head ends in a softmax; the logits are what it reads.
        var output = model.Outputs[0];
        while (output.Operation is not Softmax) output = output.Inputs[0];
        _logits = output.Inputs[0].Name;
        Target = Golden("target")[0] is var target ? (int)target : 0;
    }

    public Model Model { get; }

    public float[] X { get; }

    public int Target { get; }

    public float[] Golden(string name) => _golden[$"{_photo}.{name}"].ToSingles();

    public double[] Golden64(string name) => _golden[$"{_photo}.{name}"].ToDoubles();

    public Dictionary<string, float[]> Values(params IReadOnlyList<string> names) =>
        Model.Run(Given(X), [.. names.Select(n => n == "logits" ? _logits : n).Distinct()]).ToDictionary(v => v.Key == _logits ? "logits" : v.Key, v => Flat(v.Value));

    /// <summary>d logit of the target / d value.</summary>
    public float[] Gradient(string value, float[]? x = null)
    {
        var seed = new float[1000];
        seed[Target] = 1;
        return Flat(Model.VectorJacobianProduct(Given(x ?? X), new Dictionary<string, Tensor<float>> { [_logits] = Tensor.Create(seed, [1, 1000]) }, [value])[value]);
    }

    /// <summary>The mean gradient of each channel of a layer, and the sum over the channels of that times the layer's output.</summary>
    public (double[] Weights, double[] Cam) Cam(string layer)
    {
        var output = Model.Layers.Single(l => l.Name == layer).Output;
        var channels = output.Shape[^1];
        float[] gradient = Gradient(output.Name), activation = Values(output.Name)[output.Name];
        var weights = new double[channels];
        for (var i = 0; i < gradient.Length; i++) weights[i % channels] += gradient[i] / (double)(gradient.Length / channels);
        var cam = new double[activation.Length / channels];
        for (var i = 0; i < activation.Length; i++) cam[i / channels] += weights[i % channels] * activation[i];
        return (weights, cam);
    }

    public float[] Crop(float[] image)
    {
        var start = (_size - 32) / 2;
        return [.. Enumerable.Range(0, 32 * 32 * 3).Select(i => image[((start + i / 96) * _size + start + i / 3 % 32) * 3 + i % 3])];
    }

    public void Dispose() => _golden.Dispose();

    private Dictionary<string, Tensor<float>> Given(float[] x) => new() { [Model.Inputs[0].Name] = Tensor.Create(x, [1, _size, _size, 3]) };

    private static float[] Flat(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
