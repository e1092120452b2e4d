using TfExplain.Engine.Operations;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>Activations against numbers that Keras 2 and Keras 3 wrote: y and the cotangent of x.</summary>
public sealed class ActivationFixtureTests
{
    private static readonly Dictionary<string, Operation> Cases = new()
    {
        ["keras3/activation_celu"] = Unary.Of(new Celu(1)),
        ["keras3/activation_elu"] = Unary.Of(new Elu(1)),
        ["keras3/activation_exponential"] = Unary.Of<Exp>(),
        ["keras3/activation_gelu"] = Unary.Of<Gelu>(),
        ["keras3/activation_hard_shrink"] = Unary.Of(new HardShrink(0.5f)),
        ["keras3/activation_hard_sigmoid"] = Unary.Of(new HardSigmoid(1 / 6f, 0.5f)),
        ["keras3/activation_hard_silu"] = Unary.Of<HardSwish>(),
        ["keras3/activation_hard_tanh"] = Unary.Of(new Clip(-1, 1)),
        ["keras3/activation_leaky_relu"] = Unary.Of(new LeakyRelu(0.2f)),
        ["keras3/activation_log_sigmoid"] = Unary.Of<LogSigmoid>(),
        ["keras3/activation_log_softmax"] = new LogSoftmax(),
        ["keras3/activation_mish"] = Unary.Of<Mish>(),
        ["keras3/activation_relu"] = Unary.Relu,
        ["keras3/activation_relu6"] = Unary.Relu6,
        ["keras3/activation_selu"] = Unary.Of<Selu>(),
        ["keras3/activation_sigmoid"] = Unary.Of<Sigmoid>(),
        ["keras3/activation_soft_shrink"] = Unary.Of(new SoftShrink(0.5f)),
        ["keras3/activation_softmax"] = new Softmax(),
        ["keras3/activation_softplus"] = Unary.Of<Softplus>(),
        ["keras3/activation_softsign"] = Unary.Of<Softsign>(),
        ["keras3/activation_sparse_plus"] = Unary.Of<SparsePlus>(),
        ["keras3/activation_sparse_sigmoid"] = Unary.Of(new HardSigmoid(0.5f, 0.5f)),
        ["keras3/activation_sparsemax"] = new Sparsemax(RunningSums: true),
        ["keras3/activation_squareplus"] = Unary.Of(new Squareplus(4)),
        ["keras3/activation_swish"] = Unary.Of<Swish>(),
        ["keras3/activation_tanh"] = Unary.Of<Tanh>(),
        ["keras3/activation_tanh_shrink"] = Unary.Of<TanhShrink>(),
        ["keras3/relu6_layer"] = Unary.Relu6,
        ["keras3/relu_max_slope_threshold"] = Unary.Of(new ReluGeneral(1.5f, 0.2f, 0.3f)),
        ["keras-layers/activation_elu"] = Unary.Of(new Elu(1)),
        ["keras-layers/activation_exponential"] = Unary.Of<Exp>(),
        ["keras-layers/activation_gelu"] = Unary.Of<Gelu>(),
        ["keras-layers/activation_hard_sigmoid"] = Unary.Of(new HardSigmoid(0.2f, 0.5f)),
        ["keras-layers/activation_mish"] = Unary.Of<Mish>(),
        ["keras-layers/activation_relu"] = Unary.Relu,
        ["keras-layers/activation_relu6"] = Unary.Relu6,
        ["keras-layers/activation_selu"] = Unary.Of<Selu>(),
        ["keras-layers/activation_sigmoid"] = Unary.Of<Sigmoid>(),
        ["keras-layers/activation_softmax"] = new Softmax(),
        ["keras-layers/activation_softplus"] = Unary.Of<Softplus>(),
        ["keras-layers/activation_softsign"] = Unary.Of<Softsign>(),
        ["keras-layers/activation_swish"] = Unary.Of<Swish>(),
        ["keras-layers/activation_tanh"] = Unary.Of<Tanh>(),
        ["keras-layers/relu_6"] = Unary.Relu6,
        ["keras-layers/relu_max"] = Unary.Of(new Relu(1)),
        ["keras-layers/relu_slope"] = Unary.Of(new LeakyRelu(0.2f)),
        ["keras-layers/relu_threshold"] = Unary.Of(new ReluGeneral(float.PositiveInfinity, 0, 0.3f)),
        ["keras-layers/relu_all"] = Unary.Of(new ReluGeneral(1.2f, 0.1f, 0.25f)),
        ["keras-layers/leakyrelu"] = Unary.Of(new LeakyRelu(0.3f)),
        ["keras-layers/leakyrelu_alpha"] = Unary.Of(new LeakyRelu(0.1f)),
        ["keras-layers/elu"] = Unary.Of(new Elu(1)),
        ["keras-layers/thresholdedrelu"] = Unary.Of(new ThresholdedRelu(0.5f)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_cotangents_are_those_of_Keras(string name)
    {
        using var arrays = NpzArchive.Open(Fixtures.Path(name.Split('/')) + ".npz");
        Values Read(string array) => new(Shape.Create(arrays[array].Shape), arrays[array].ToDoubles());
        var x = Read("x");
        var builder = new GraphBuilder();
        var node = builder.Input("x", x.Shape);
        var (values, gradients) = GradientCheck.Run([node], [x], builder.Call("y", Cases[name], node), [node], Read("g"));
        GradientCheck.ShouldBeClose(values, Read("y").Items, "y");
        GradientCheck.ShouldBeClose(gradients[0], Read("dx").Items, "dx");
    }
}
