using TfExplain.Imaging.ColorMaps;

namespace TfExplain.Tests;

/// <summary>The preset against the raw maps and the pictures of the released library.</summary>
public sealed class TfExplain031Tests
{
    public static TheoryData<string> Activations => LibraryCase.Of("ExtractActivations");

    public static TheoryData<string> Cams => LibraryCase.Of("GradCAM");

    public static TheoryData<string> Gradients => LibraryCase.Of("VanillaGradients");

    public static TheoryData<string> Products => LibraryCase.Of("GradientsInputs");

    public static TheoryData<string> Paths => LibraryCase.Of("IntegratedGradients");

    public static TheoryData<string> Noises => LibraryCase.Of("SmoothGrad");

    public static TheoryData<string> Occlusions => LibraryCase.Of("OcclusionSensitivity");

    [Theory]
    [MemberData(nameof(Activations))]
    public void Extract_activations(string id)
    {
        using var expected = new LibraryCase(id);
        var explanation = Compat.TfExplain031.ExtractActivations(expected.Parameter("layers_name")!.Value[0].GetString()!).Explain(expected.Model, expected.Images);
        Likeness.ShouldBeMap(Values(explanation), expected["activations"], expected.Tolerance);
        Likeness.ShouldBeGrey(Compat.TfExplain031.RenderGrid(explanation), expected["grid"]);
    }

    [Theory]
    [MemberData(nameof(Cams))]
    public void Grad_cam(string id)
    {
        using var expected = new LibraryCase(id);
        foreach (var (blend, grid) in new[] { (Compat.TfExplain031.Blend.Released, "grid"), (Compat.TfExplain031.Blend.Development, "grid_master") })
        {
            var explainer = Compat.TfExplain031.GradCam(expected.Parameter("layer_name")?.GetString(), expected.Parameter("use_guided_grads")?.GetBoolean() ?? true,
                Colors(expected), expected.Parameter("image_weight")?.GetDouble() ?? 0.7, blend);
            var explanation = explainer.Explain(expected.Model, expected.Images, expected.Target);
            explanation.Maps[0].Layer.ShouldBe(expected.Facts.GetProperty("layer_used").GetString());
            Likeness.ShouldBeMap(Values(explanation), expected["cam"], expected.Tolerance);
            Likeness.ShouldBeOverlay(Compat.TfExplain031.RenderGrid(explanation), expected[grid]);
            explanation.Receipt.Warnings.IsEmpty.ShouldBe(!expected.Facts.GetProperty("constant_map").GetBoolean());
        }
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Vanilla_gradients(string id) => ShouldBeGradients(id, _ => Compat.TfExplain031.VanillaGradients());

    [Theory]
    [MemberData(nameof(Products))]
    public void Gradients_inputs(string id) => ShouldBeGradients(id, _ => Compat.TfExplain031.GradientsInputs());

    [Theory]
    [MemberData(nameof(Paths))]
    public void Integrated_gradients(string id) => ShouldBeGradients(id, c => Compat.TfExplain031.IntegratedGradients(c.Parameter("n_steps")?.GetInt32() ?? 10));

    [Theory]
    [MemberData(nameof(Noises))]
    public void Smoothgrad(string id) => ShouldBeGradients(id, c =>
        Compat.TfExplain031.SmoothGrad(c.Parameter("num_samples")?.GetInt32() ?? 5, givenNoise: c["noise"].ToSingles()));

    [Theory]
    [MemberData(nameof(Occlusions))]
    public void Occlusion_sensitivity(string id)
    {
        using var expected = new LibraryCase(id);
        foreach (var (blend, grid) in new[] { (Compat.TfExplain031.Blend.Released, "grid"), (Compat.TfExplain031.Blend.Development, "grid_master") })
        {
            var explanation = Compat.TfExplain031.OcclusionSensitivity(expected.Parameter("patch_size")!.Value.GetInt32(), Colors(expected), blend).Explain(expected.Model, expected.Images, expected.Target);
            var cells = expected["sensitivity"].ToDoubles();
            var each = cells.Length / explanation.Maps.Count;
            for (var image = 0; image < explanation.Maps.Count; image++)
            {
                // The gap of occlusion is relative to what the picture shows: the spread of a map.
                var reference = cells[(image * each)..((image + 1) * each)];
                Likeness.ShouldBeMap(OcclusionSensitivity031.Sensitivity(explanation.Maps[image]), reference, expected.Tolerance, reference.Max() - reference.Min());
            }
            Likeness.ShouldBeOverlay(Compat.TfExplain031.RenderGrid(explanation), expected[grid]);
            var x = explanation.Images[0].Shape;
            explanation.Receipt.Warnings.IsEmpty.ShouldBe(x[0] == x[1]);
        }
    }

    private static void ShouldBeGradients(string id, Func<LibraryCase, Explainer> method)
    {
        using var expected = new LibraryCase(id);
        var explanation = method(expected).Explain(expected.Model, expected.Images, expected.Target);
        Likeness.ShouldBeMap(Values(explanation), expected["gradients"], expected.Tolerance);
        Likeness.ShouldBeGrey(Grey031.Tiles(explanation), expected["grey"].ToUInt8s());
        Likeness.ShouldBeGrey(Compat.TfExplain031.RenderGrid(explanation), expected["grid"]);
        if (expected.Facts.TryGetProperty("warns", out var warns)) explanation.Receipt.Warnings.IsEmpty.ShouldBe(!warns.GetBoolean());
    }

    private static float[] Values(Explanation explanation) => [.. explanation.Maps.SelectMany(m => m.Values.ToArray())];

    private static ColorMap? Colors(LibraryCase expected) => expected.Facts.TryGetProperty("colormap_name", out var name) ? ColorMap.Find("opencv." + name.GetString()) : null;
}
