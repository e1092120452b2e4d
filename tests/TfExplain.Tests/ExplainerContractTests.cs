using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;
using TfExplain.Testing;

namespace TfExplain.Tests;

/// <summary>What every method promises: the same bits for any batch and any number of threads, shared forward passes, finite results, readable refusals.</summary>
public class ExplainerContractTests
{
    private static readonly Dictionary<string, Explainer> s_methods = new Explainer[]
    {
        new LayerActivations(), new Gradients(), new GradientsTimesInputs(), new IntegratedGradients { MaxSteps = 64 }, new SmoothGrad { Samples = 5 },
        new SmoothGrad { Samples = 5, Kind = SmoothGradKind.Variance }, new GradCam(), new Occlusion { Fill = OcclusionFill.Noise },
    }.Select((explainer, index) => ($"{index} {explainer.Name}", explainer)).ToDictionary();

    public static TheoryData<string> Names => [.. s_methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_gives_the_bits_of_single_images_and_any_number_of_threads_the_same(string name)
    {
        using var model = Load("fashion_resnet");
        var images = Images(model, 3);
        var target = Target.PerImage(Target.Class(1), Target.Class(4), Target.Class(7));
        var whole = Explain(images, target, new());

        foreach (var threads in (int[])[1, 2, 5])
        {
            using var pool = new WorkerPool(threads);
            ShouldBeBitwise(Explain(images, target, new() { Pool = pool, MemoryBudget = 1 }), whole);
        }
        // Random numbers belong to the image's place in the batch, so one by one only methods without them can be compared.
        if (s_methods[name] is SmoothGrad or Occlusion { Fill: OcclusionFill.Noise }) return;
        int[] classes = [1, 4, 7];
        for (var i = 0; i < 3; i++)
            ShouldBeBitwise(Explain(new ImageBatch(images[i]), Target.Class(classes[i]), new()), [whole[i]]);

        List<float[]> Explain(ImageBatch batch, Target t, ExplainOptions options) => [.. s_methods[name].Explain(model, batch, t, options).Maps.Select(m => m.Values.ToArray())];
    }

    [Fact]
    public void Classes_of_an_image_share_its_forward_passes()
    {
        using var model = Load("fashion_resnet");
        var images = Images(model, 2);
        foreach (var (explainer, forwards) in new (Explainer, long)[] { (new Gradients(), 2), (new GradientsTimesInputs(), 2), (new GradCam(), 2), (new SmoothGrad { Samples = 4 }, 8) })
        {
            var three = explainer.Explain(model, images, Target.Top(3));
            three.Receipt.Forwards.ShouldBe(forwards, explainer.Name);
            three.Receipt.Backwards.ShouldBe(3 * forwards, explainer.Name);
            three.Maps.Count.ShouldBe(6);
            three.Maps.Select(m => m.Image).ShouldBe([0, 0, 0, 1, 1, 1]);
            var alone = explainer.Explain(model, images, Target.PerImage(Target.Class(three.Maps[1].Target!.Index), Target.Class(three.Maps[4].Target!.Index)));
            ShouldBeBitwise([three.Maps[1].Values.ToArray(), three.Maps[4].Values.ToArray()], [.. alone.Maps.Select(m => m.Values.ToArray())]);
        }
    }

    [Fact]
    public void Images_of_different_sizes_are_explained_together_where_the_size_is_free()
    {
        using var model = Model.Load(Fixtures.Path("keras-layers", "graph_variable_size.h5"));
        var channels = model.Inputs[0].Shape[3];
        var images = new ImageBatch(Picture(17, 12, channels, 0.3f), Picture(9, 20, channels, 0.7f));
        foreach (Explainer explainer in (Explainer[])[new Gradients(), new IntegratedGradients(), new SmoothGrad { Samples = 3 }, new Occlusion { PatchHeight = 3, PatchWidth = 4, StrideY = 3, StrideX = 2 }])
        {
            var maps = explainer.Explain(model, images, Target.Class(0)).Maps;
            maps.Select(m => (m.Shape[0], m.Shape[1])).ShouldBe([(17, 12), (9, 20)], explainer.Name);
        }
    }

    [Fact]
    public void On_a_linear_network_every_method_has_its_closed_form()
    {
        // score_c = sum over elements of w[i, c] x[i] + b[c], behind a softmax that targets see through.
        const int H = 6, W = 9, C = 3, Classes = 2;
        var weights = Enumerable.Range(0, H * W * C * Classes).Select(i => MathF.Sin(1.3f * i)).ToArray();
        using var model = Linear(H, W, C, weights, [0.5f, -1f]);
        var image = Picture(H, W, C, 0.2f);
        var images = new ImageBatch(image);
        var x = image.Values.ToArray();
        float Weight(int i) => weights[i * Classes + 1];

        new Gradients().Explain(model, images, Target.Class(1)).Maps[0].Values.ToArray().ShouldBe(Enumerable.Range(0, x.Length).Select(Weight), 1e-6);
        new SmoothGrad { Samples = 4 }.Explain(model, images, Target.Class(1)).Maps[0].Values.ToArray().ShouldBe(Enumerable.Range(0, x.Length).Select(Weight), 1e-6);
        new SmoothGrad { Samples = 4, Kind = SmoothGradKind.Square }.Explain(model, images, Target.Class(1)).Maps[0].Values.ToArray().ShouldBe(Enumerable.Range(0, x.Length).Select(i => Weight(i) * Weight(i)), 1e-6);
        new GradientsTimesInputs().Explain(model, images, Target.Class(1)).Maps[0].Values.ToArray().ShouldBe(x.Select((v, i) => v * Weight(i)), 1e-6);
        var integrated = new IntegratedGradients().Explain(model, images, Target.Class(1));
        integrated.Maps[0].Values.ToArray().ShouldBe(x.Select((v, i) => v * Weight(i)), 1e-6);
        integrated.Receipt.Warnings.ShouldBeEmpty();
        integrated.Maps[0].Check!.Value.ShouldBeLessThan(1e-5);

        // A covered patch takes exactly its part of the sum away; the last patches are cut off by the border.
        var occlusion = new Occlusion { PatchHeight = 4, PatchWidth = 4, StrideY = 4, StrideX = 4, Fill = OcclusionFill.Value }.Explain(model, images, Target.Class(1)).Maps[0];
        for (var y = 0; y < H; y++)
            for (var column = 0; column < W; column++)
            {
                double lost = 0;
                for (var i = 0; i < x.Length; i++)
                    if (i / C / W / 4 == y / 4 && i / C % W / 4 == column / 4) lost += x[i] * Weight(i);
                occlusion.Values.Span[y * W + column].ShouldBe((float)lost, 1e-4f, $"row {y}, column {column}");
            }
        var difference = new Gradients().Explain(model, images, Target.Weighted(1, -1)).Maps[0];
        difference.Values.ToArray().ShouldBe(Enumerable.Range(0, x.Length).Select(i => weights[i * Classes] - weights[i * Classes + 1]), 1e-6);
    }

    [Fact]
    public void Loss_and_probability_differentiate_the_softmax()
    {
        using var model = Load("mnist_cnn");
        var images = Images(model, 1);
        var p = Predictions.Of(model, images).Output(0, 3);
        float[] Map(Target target) => new Gradients().Explain(model, images, target).Maps[0].Values.ToArray();
        var loss = Map(Target.Class(3).Loss);
        var probability = Map(Target.Class(3).Probability);
        // d(-log p) = -dp / p.
        loss.ShouldBe(probability.Select(v => -v / p), 1e-4 * loss.Max(Math.Abs));
        new Gradients().Explain(model, images, Target.Class(3).Loss).Maps[0].Score!.Value.ShouldBe(-MathF.Log(p), 1e-4f);
    }

    [Fact]
    public void A_shared_relu_obeys_rules_like_separate_ones()
    {
        using var shared = TwoConvolutions("relu", "relu");
        using var separate = TwoConvolutions("relu", "relu_2");
        shared.Layers.ShouldContain(l => l.Name == "relu" && l.Calls.Count == 2);
        var images = new ImageBatch(Picture(9, 7, 3, 0.3f));
        foreach (var rule in (Engine.Differentiation.BackwardRule[])[Engine.Differentiation.BackwardRule.Gradient, Engine.Differentiation.BackwardRule.Guided, Engine.Differentiation.BackwardRule.Deconvnet])
        {
            var map = new Gradients { Rule = rule }.Explain(shared, images, Target.Class(1)).Maps[0].Values.ToArray();
            map.ShouldContain(v => v != 0);
            ShouldBeBitwise([map], [new Gradients { Rule = rule }.Explain(separate, images, Target.Class(1)).Maps[0].Values.ToArray()]);
        }
    }

    [Fact]
    public void Folding_a_batch_normalisation_changes_nothing_that_is_asked_for()
    {
        using var model = Load("fashion_resnet");
        var shape = model.Inputs[0].Shape.With(0, 1);
        var input = Tensor.Create(Images(model, 1)[0].Values.ToArray(), [.. shape.Span.ToArray().Select(e => (nint)e)]);
        var given = new Dictionary<string, Tensor<float>> { [model.Inputs[0].Name] = input };
        // Asked for alone, a layer's convolution is folded; asked for with everything before it, it is not.
        var all = model.Run(given, [.. model.Layers.Select(l => l.Name)]);
        foreach (var layer in model.Layers.Where(l => l.ClassName is "BatchNormalization" or "Add" or "Dense"))
        {
            float[] together = Flat(all[layer.Name]), alone = Flat(model.Run(given, layer.Name)[layer.Name]);
            alone.ShouldBe(together, 1e-5 * Math.Max(1, together.Max(Math.Abs)), layer.Name);
        }
        static float[] Flat(Tensor<float> tensor)
        {
            var values = new float[tensor.FlattenedLength];
            tensor.FlattenTo(values);
            return values;
        }
    }

    [Fact]
    public void Refusals_say_what_is_wrong()
    {
        using var model = Load("mnist_cnn");
        var images = Images(model, 1);
        Should.Throw<ArgumentException>(() => new Gradients().Explain(model, images, Target.Class(10))).Message.ShouldContain("classes 0 to 9");
        Should.Throw<ArgumentException>(() => new Gradients().Explain(model, images, Target.Label("cat"))).Message.ShouldContain("no labels");
        Should.Throw<ArgumentException>(() => new Gradients().Explain(model, images, Target.Label("caat"), new() { Labels = ["dog", "cat"] })).Message.ShouldContain("Did you mean 'cat'?");
        Should.Throw<ArgumentException>(() => new GradCam { Layers = ["conv_2"] }.Explain(model, images)).Message.ShouldContain("Did you mean 'conv_1'?");
        Should.Throw<ArgumentException>(() => new GradCam { Layers = [model.Layers[^1].Name] }.Explain(model, images)).Message.ShouldContain("needs an output [N,h,w,channels]");
        Should.Throw<ArgumentException>(() => new Occlusion { PatchHeight = 2, PatchWidth = 2, StrideY = 3, StrideX = 3 }.Explain(model, images)).Message.ShouldContain("uncovered");
        Should.Throw<ArgumentException>(() => new ImageBatch(images[0] with { Values = (float[])[float.NaN, .. images[0].Values.ToArray()[1..]] })).Message.ShouldContain("must be finite");
        Should.Throw<ShapeException>(() => new Gradients().Explain(model, new ImageBatch(Picture(5, 5, 1, 0.5f)))).Message.ShouldContain("[?,28,28,1]");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => new SmoothGrad().Explain(model, images, null, new() { Cancellation = stop.Token }));
        // A cancelled prediction is not remembered as the batch's answer.
        var fresh = Images(model, 1);
        Should.Throw<OperationCanceledException>(() => new Gradients().Explain(model, fresh, null, new() { Cancellation = stop.Token }));
        new Gradients().Explain(model, fresh).Maps.Count.ShouldBe(1);
        using var dense = Linear(4, 4, 3, new float[96], [0, 0]);
        Should.Throw<ArgumentException>(() => new GradCam().Explain(dense, new ImageBatch(Picture(4, 4, 3, 0.5f)))).Message.ShouldContain("has none");
    }

    [Fact]
    public void A_weight_that_is_not_a_number_is_named()
    {
        using var model = Linear(4, 4, 3, new float[96], [0, 0]);
        model.Parameters[0].Update(values => values[7] = float.NaN);
        Should.Throw<ArithmeticException>(() => new Gradients().Explain(model, new ImageBatch(Picture(4, 4, 3, 0.5f)))).Message.ShouldContain("'kernel' holds NaN at element 7");
    }

    private static Model Load(string name) => Model.Load(Fixtures.Path("tf-explain", "models", name + ".h5"));

    private static ImageBatch Images(Model model, int count)
    {
        var shape = model.Inputs[0].Shape;
        return new(Enumerable.Range(0, count).Select(i => Picture(shape[1], shape[2], shape[3], 0.1f + 0.17f * i)));
    }

    private static ModelImage Picture(int height, int width, int channels, float phase) =>
        new("picture", [height, width, channels], Enumerable.Range(0, height * width * channels).Select(i => 0.5f + 0.5f * MathF.Sin(phase * i + i * i * 0.01f)).ToArray());

    /// <summary>Two convolutions with an activation each; the same layer twice if the names are equal.</summary>
    private static Model TwoConvolutions(string first, string second)
    {
        static string Layer(string type, string name, string config, params string[] from) =>
            $$"""{"class_name":"{{type}}","name":"{{name}}","config":{"name":"{{name}}"{{config}} },"inbound_nodes":[{{string.Join(',', from.Select(f => "[[" + f + ",{}]]"))}}]}""";
        string[] relus = first == second
            ? [Layer("ReLU", first, "", "\"a\",0,0", "\"b\",0,0")]
            : [Layer("ReLU", first, "", "\"a\",0,0"), Layer("ReLU", second, "", "\"b\",0,0")];
        var last = first == second ? $"\"{first}\",1,0" : $"\"{second}\",0,0";
        var json = $$"""
            {"class_name":"Functional","config":{"name":"two","layers":[
            {{Layer("InputLayer", "x", ",\"batch_input_shape\":[null,9,7,3]")}},
            {{Layer("Conv2D", "a", ",\"filters\":5,\"kernel_size\":[3,3]", "\"x\",0,0")}},
            {{string.Join(",\n", relus)}},
            {{Layer("Conv2D", "b", ",\"filters\":4,\"kernel_size\":[3,3]", $"\"{first}\",0,0")}},
            {{Layer("GlobalAveragePooling2D", "pool", "", last)}},
            {{Layer("Dense", "classes", ",\"units\":3", "\"pool\",0,0")}}
            ],"input_layers":[["x",0,0]],"output_layers":[["classes",0,0]]} }
            """;
        var model = Model.FromConfig(json);
        foreach (var (parameter, index) in model.Parameters.Select((p, i) => (p, i)))
            parameter.Update(values =>
            {
                for (var i = 0; i < values.Length; i++) values[i] = MathF.Sin(0.9f * i + index);
            });
        return model;
    }

    private static Model Linear(int height, int width, int channels, float[] weights, float[] bias)
    {
        var builder = new GraphBuilder();
        var input = builder.Input("image", [Shape.Unknown, height, width, channels]);
        var kernel = new Parameter("kernel", [height * width * channels, bias.Length], true);
        kernel.Set(weights);
        var scores = builder.Call("scores", new Dense(), builder.Call("flat", new Reshape([0, -1]), input), builder.Parameter(kernel), builder.Constant("bias", [bias.Length], bias));
        var output = builder.Call("softmax", new Softmax(), scores);
        return new("linear", new Graph([input], [output]), [new("scores", "Dense", [[scores]], [kernel]), new("softmax", "Softmax", [[output]], [])], [kernel]);
    }

    private static void ShouldBeBitwise(List<float[]> ours, List<float[]> expected)
    {
        ours.Count.ShouldBe(expected.Count);
        for (var i = 0; i < ours.Count; i++)
            ours[i].AsSpan().SequenceEqual(expected[i]).ShouldBeTrue($"map {i}");
    }
}
