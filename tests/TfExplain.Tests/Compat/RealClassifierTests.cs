using System.Numerics.Tensors;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Tests;

/// <summary>
/// The preset's pictures of a real classifier against the released library's, in tests/fixtures/efficientnet-lite0. Grey pictures standardise the whole map, so one
/// rectifier that float32 puts on the other side of its kink moves many pixels by a level. Against float64 the library's pictures differ in 0.01 to 2.6 % of the pixels,
/// PyTorch's float32 in 0.01 to 2.7 %, these in 0.06 to 2.6 %. The largest case, 97 % of the difference to float64 in the path of coffee, is one unit of
/// <c>block3_expand_relu</c> at -3e-5; with three more such units nothing but 6e-5 of the difference is left.
/// </summary>
public sealed class RealClassifierTests : IDisposable
{
    private readonly Model _model = Model.Load(Path.Combine(Fixtures.Root, "models", "efficientnet_lite0.h5"));

    public static TheoryData<string, int> Photographs => new() { { "chelsea", 282 }, { "coffee", 967 } };

    public void Dispose() => _model.Dispose();

    [Theory]
    [MemberData(nameof(Photographs))]
    public void Overlays_are_equal_within_a_level_of_the_colours(string name, int index)
    {
        using var arrays = NpzArchive.Open(Fixtures.Path("efficientnet-lite0", $"{name}_{index}.npz"));
        ShouldBeOverlay(Compat.TfExplain031.GradCam("head_relu"), "grad_cam");
        ShouldBeOverlay(Compat.TfExplain031.GradCam(useGuidedGrads: false), "grad_cam_inferred_unguided");
        ShouldBeOverlay(Compat.TfExplain031.OcclusionSensitivity(28), "occlusion_28");

        // Neighbouring colours of viridis differ by up to 3.
        void ShouldBeOverlay(Explainer explainer, string picture) => Likeness.ShouldBeOverlay(Draw(explainer, arrays, index), arrays["tfexplain." + picture], most: 3);
    }

    [Theory]
    [MemberData(nameof(Photographs))]
    public void Greys_are_equal_within_a_level_but_for_a_hundredth(string name, int index)
    {
        using var arrays = NpzArchive.Open(Fixtures.Path("efficientnet-lite0", $"{name}_{index}.npz"));
        ShouldBeNear(Compat.TfExplain031.VanillaGradients(), "vanilla");
        ShouldBeNear(Compat.TfExplain031.GradientsInputs(), "gradients_inputs");
        ShouldBeNear(Compat.TfExplain031.IntegratedGradients(), "integrated_gradients_10");
        // Before many rectifiers the stricter tolerance holds.
        Likeness.ShouldBeGrey(Draw(Compat.TfExplain031.ExtractActivations("block2_add"), arrays, index), arrays["tfexplain.activations_block2_add"]);
        Likeness.ShouldBeGrey(Draw(Compat.TfExplain031.ExtractActivations("stem_relu"), arrays, index), arrays["tfexplain.activations_stem_relu"]);

        void ShouldBeNear(Explainer explainer, string picture) => Likeness.ShouldBeMostlyGrey(Draw(explainer, arrays, index), arrays["tfexplain." + picture]);
    }

    private Imaging.Image Draw(Explainer explainer, NpzArchive arrays, int index) => Compat.TfExplain031.RenderGrid(
        explainer.Explain(_model, ImageBatch.Of(Tensor.Create(arrays["x"].ToSingles(), [1, 224, 224, 3])), Target.Class(index)));
}
