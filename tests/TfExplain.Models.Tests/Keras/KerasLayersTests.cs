using System.Numerics.Tensors;
using System.Text.Json;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras;

/// <summary>Every case of the folder keras-layers: outputs, input gradients and weight gradients of Keras 2.15.</summary>
public class KerasLayersTests
{
    private static readonly JsonElement s_index = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("keras-layers", "index.json"))).RootElement;

    public static TheoryData<string> Cases => [.. s_index.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    public static TheoryData<string> Archives => [.. s_index.GetProperty("cases").EnumerateArray().Where(c => c.TryGetProperty("keras_file", out var file) && file.ValueKind == JsonValueKind.String).Select(c => c.GetProperty("name").GetString()!)];

    public static TheoryData<string> Rejects => [.. s_index.GetProperty("rejects").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_model_gives_the_values_and_gradients_of_Keras(string name)
    {
        var fixture = Find("cases", name);
        using var model = Model.Load(Fixtures.Path("keras-layers", fixture.GetProperty("model").GetString()!));
        Compare(fixture, model, model);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void The_same_model_as_an_archive_gives_them_too(string name)
    {
        var fixture = Find("cases", name);
        using var named = Model.Load(Fixtures.Path("keras-layers", fixture.GetProperty("model").GetString()!));
        using var model = Model.Load(Fixtures.Path("keras-layers", fixture.GetProperty("keras_file").GetString()!));
        Compare(fixture, model, named);
    }

    [Theory]
    [MemberData(nameof(Rejects))]
    public void A_file_that_cannot_be_read_is_refused_by_name(string name)
    {
        var fixture = Find("rejects", name);
        var path = Fixtures.Path("keras-layers", fixture.GetProperty("file").GetString()!);

        var error = Should.Throw<ModelFormatException>(() => Model.Load(path));

        error.Message.ShouldContain(fixture.GetProperty("must_name").GetString()!);
        error.Message.ShouldContain(path);
    }

    /// <summary>Compares a model; <paramref name="named"/> has the weights' names in Keras, which archives lack.</summary>
    private static void Compare(JsonElement fixture, Model model, Model named)
    {
        using var arrays = NpzArchive.Open(Fixtures.Path("keras-layers", fixture.GetProperty("arrays").GetString()!));
        var inputs = model.Inputs.Select((input, i) => (input.Name, Tensor: ToTensor(Indexed(arrays, "x", i)!))).ToDictionary(i => i.Name, i => i.Tensor);
        var tolerance = fixture.GetProperty("name").GetString() == "format_mixed_float16" ? 5e-3f : 1e-5f;
        float Allowed(string array) => tolerance * Math.Max(1, fixture.GetProperty("max_abs").TryGetProperty(array, out var most) ? most.GetSingle() : 0);

        var outputs = model.Run(inputs, [.. model.Outputs.Select(o => o.Name)]);
        foreach (var (output, i) in model.Outputs.Select((o, i) => (o, i)))
            Check(NameOf(arrays, "y", i), outputs[output.Name], Indexed(arrays, "y", i)!, Allowed(NameOf(arrays, "y", i)));

        if (Indexed(arrays, "g", 0) is null || !arrays.Names.Any(n => n.StartsWith("dx", StringComparison.Ordinal) || n.StartsWith("dw", StringComparison.Ordinal))) return;
        var cotangents = model.Outputs.Select((o, i) => (o.Name, Tensor: ToTensor(Indexed(arrays, "g", i)!))).ToDictionary(g => g.Name, g => g.Tensor);
        var weights = arrays.Names.Where(n => n.StartsWith("dw.", StringComparison.Ordinal))
            .Select(n => (Array: n, Parameter: named.Parameters.Single(p => p.IsTrainable && p.SourceName!.Split(':')[0].Replace('/', '.') == n[3..]))).ToList();
        model.Parameters.Count(p => p.IsTrainable).ShouldBe(weights.Count);
        var differentiable = model.Inputs.Select((input, i) => (input.Name, Array: NameOf(arrays, "dx", i))).Where(d => arrays.Contains(d.Array)).ToList();

        var gradients = model.VectorJacobianProduct(inputs, cotangents, [.. differentiable.Select(d => d.Name), .. weights.Select(w => w.Parameter.Name)]);

        foreach (var (input, array) in differentiable) Check(array, gradients[input], arrays[array], Allowed(array));
        foreach (var (array, parameter) in weights)
            Check(array, gradients[parameter.Name], arrays[array], tolerance * Math.Max(1, arrays[array].ToSingles().Select(Math.Abs).DefaultIfEmpty().Max()));
    }

    private static void Check(string name, Tensor<float> ours, NpyArray reference, float allowed)
    {
        ours.Lengths.ToArray().ShouldBe(reference.Shape.Select(extent => (nint)extent), name);
        var values = new float[ours.FlattenedLength];
        ours.FlattenTo(values);
        var worst = values.Zip(reference.ToSingles(), (a, b) => float.IsNaN(a) ? float.PositiveInfinity : Math.Abs(a - b)).DefaultIfEmpty().Max();
        worst.ShouldBeLessThanOrEqualTo(allowed, name);
    }

    private static JsonElement Find(string list, string name) => s_index.GetProperty(list).EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    private static string NameOf(NpzArchive arrays, string name, int index) => index == 0 && arrays.Contains(name) ? name : $"{name}{index}";

    private static NpyArray? Indexed(NpzArchive arrays, string name, int index) => arrays.Contains(NameOf(arrays, name, index)) ? arrays[NameOf(arrays, name, index)] : null;

    private static Tensor<float> ToTensor(NpyArray array) => Tensor.Create(array.ToSingles(), [.. array.Shape.Select(extent => (nint)extent)]);
}
