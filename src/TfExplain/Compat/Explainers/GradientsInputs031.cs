using System.Numerics.Tensors;

namespace TfExplain;

/// <summary>x d score / d x.</summary>
internal sealed record GradientsInputs031 : VanillaGradients031
{
    protected override string Method => "gradients-inputs";

    protected override float[] Map(ReadOnlySpan<float> gradient, ReadOnlySpan<float> input)
    {
        var map = new float[gradient.Length];
        TensorPrimitives.Multiply(gradient, input, map);
        return map;
    }
}
