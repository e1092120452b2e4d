using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Operations;
using TfExplain.Models.Keras;
using TfExplain.Testing;

namespace TfExplain.Extensibility.Tests;

/// <summary>This project sees no internals: what it adds, anybody can add, by one file each.</summary>
public class StrangerTests
{
    private static readonly LoadOptions s_options = new()
    {
        Keras = KerasOptions.Default.With("Doubler", Doubler.Read).WithActivation("cube", (call, x) => call.Apply(Unary.Of<Cube>(), x)),
    };

    [Theory]
    [InlineData("reject_custom_layer.h5", "Doubler")]
    [InlineData("reject_custom_activation.h5", "cube")]
    public void A_file_with_an_unknown_class_is_refused_by_name_and_read_once_the_class_is_registered(string file, string name)
    {
        var path = Fixtures.Path("keras-layers", file);
        Should.Throw<ModelFormatException>(() => Model.Load(path)).Message.ShouldContain(name);

        using var model = Model.Load(path, s_options);
        var input = Input(model);
        var y = model.Predict(input);
        var cotangent = Tensor.Create(Enumerable.Range(0, (int)y.FlattenedLength).Select(i => MathF.Sin(i)).ToArray(), y.Lengths);
        var gradient = model.VectorJacobianProduct(
            new Dictionary<string, Tensor<float>> { [model.Inputs[0].Name] = input },
            new Dictionary<string, Tensor<float>> { [model.Outputs[0].Name] = cotangent },
            [model.Inputs[0].Name])[model.Inputs[0].Name];

        ShouldBeTheDerivative(model, input, cotangent, gradient);
    }

    [Fact]
    public void An_explainer_of_a_stranger_runs_like_a_built_in_one()
    {
        using var model = Model.Load(Fixtures.Path("tf-explain", "models", "tiny_vgg_rgb.h5"));
        var images = ImageBatch.Of(Input(model));

        var explanation = new GradientMagnitude().Explain(model, images, Target.Class(1));
        var gradients = new Gradients { Rule = BackwardRule.Gradient }.Explain(model, images, Target.Class(1));

        explanation.Receipt.Method.ShouldBe("gradient-magnitude");
        explanation.Receipt.Backwards.ShouldBe(images.Count);
        explanation.Maps[0].Values.ToArray().ShouldBe(gradients.Maps[0].Values.ToArray().Select(Math.Abs));
        explanation.Render().Width.ShouldBe(48);
    }

    private static Tensor<float> Input(Model model)
    {
        var shape = model.Inputs[0].Shape.With(0, 2);
        return Tensor.Create(Enumerable.Range(0, (int)shape.Count).Select(i => 0.5f + 0.5f * MathF.Sin(1.7f * i)).ToArray(), [.. shape.Span.ToArray().Select(e => (nint)e)]);
    }

    /// <summary>Compares sum(gradient * direction) with the central difference of sum(output * cotangent) along the direction.</summary>
    private static void ShouldBeTheDerivative(Model model, Tensor<float> input, Tensor<float> cotangent, Tensor<float> gradient)
    {
        var direction = Enumerable.Range(0, (int)input.FlattenedLength).Select(i => MathF.Cos(0.3f * i)).ToArray();
        const float step = 1f / 64;
        double At(float sign)
        {
            var moved = Tensor.Create(Flat(input).Zip(direction, (x, d) => x + sign * step * d).ToArray(), input.Lengths);
            return Flat(model.Predict(moved)).Zip(Flat(cotangent), (y, c) => (double)y * c).Sum();
        }
        var expected = (At(1) - At(-1)) / (2 * step);
        Flat(gradient).Zip(direction, (g, d) => (double)g * d).Sum().ShouldBe(expected, 2e-3 * Math.Max(1, Math.Abs(expected)));
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
