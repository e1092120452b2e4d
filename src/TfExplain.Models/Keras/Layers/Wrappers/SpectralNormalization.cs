using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// A wrapper that divides a kernel W [..., filters] by its largest singular value before each step of training (Miyato et al., 2018, arXiv 1802.05957), found by power
/// iterations: v = u W^T / |u W^T|, u = v W / |v W|, W = W / (v W u^T). In inference the layer has its last kernel, and one that is frozen keeps it.
/// Weights: the layer's, vector_u [1, filters].
/// </summary>
internal sealed record SpectralNormalization(Layer Layer, int PowerIterations) : Layer
{
    public static SpectralNormalization Read(LayerConfig config) => new(config.Layer("layer"), config.Count("power_iterations", 1));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var outputs = call.Call("layer", Layer, call.Inputs);
        var inner = call.Weights.Sub("layer");
        if (inner.First is not var (node, kernel)) throw new ModelFormatException($"Layer '{call.Path}': the wrapped layer has no kernel.");
        call.Weights.Share("kernel", node, kernel);
        var u = call.Weight("vector_u", [1, kernel.Shape[^1]], trainable: false);
        if (call.Training is { } training && call.IsTrainable && Layer.IsTrainable)
            training.Prepare(() => Normalize(kernel, ((Engine.Operations.ParameterValue)u.Operation).Parameter));
        return outputs;
    }

    private void Normalize(Parameter kernel, Parameter vector)
    {
        if (!kernel.Values.ContainsAnyExcept(0f)) return;
        Span<float> w = kernel.BeginUpdate(), stored = vector.BeginUpdate();
        int filters = stored.Length, rows = w.Length / filters;
        double[] u = new double[filters], v = new double[rows];
        for (var i = 0; i < filters; i++) u[i] = stored[i];
        for (var iteration = 0; iteration < PowerIterations; iteration++)
        {
            for (var row = 0; row < rows; row++)
            {
                v[row] = 0;
                for (var i = 0; i < filters; i++) v[row] += u[i] * w[row * filters + i];
            }
            Unit(v);
            Product(v, w, u);
            Unit(u);
        }
        var image = new double[filters];
        Product(v, w, image);
        double norm = 0;
        for (var i = 0; i < filters; i++) norm += image[i] * u[i];
        for (var i = 0; i < filters; i++) stored[i] = (float)u[i];
        if (norm != 0)
            foreach (ref var value in w) value = (float)(value / norm);
    }

    private static void Product(double[] v, ReadOnlySpan<float> w, double[] y)
    {
        Array.Clear(y);
        for (var row = 0; row < v.Length; row++)
            for (var i = 0; i < y.Length; i++) y[i] += v[row] * w[row * y.Length + i];
    }

    private static void Unit(double[] x)
    {
        double norm = 0;
        foreach (var value in x) norm += value * value;
        norm = Math.Max(Math.Sqrt(norm), 1e-12);
        for (var i = 0; i < x.Length; i++) x[i] /= norm;
    }
}
