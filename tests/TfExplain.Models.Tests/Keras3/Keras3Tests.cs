using System.Numerics.Tensors;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras3;

public class Keras3Tests
{
    // The fixture allows either for quantized weights.
    private const string Quantized = "quantized_int8";

    public static TheoryData<string> Matching => [.. Keras3Case.All.Values.Where(c => c.Expect == "match" && c.Name != Quantized).Select(c => c.Name)];

    public static TheoryData<string> MatchingOrRejected => [.. Keras3Case.All.Values.Where(c => c.Expect == "match_or_error" || c.Name == Quantized).Select(c => c.Name)];

    public static TheoryData<string> Rejected => [.. Keras3Case.All.Values.Where(c => c.Expect == "error").Select(c => c.Name)];

    [Theory, MemberData(nameof(Matching))]
    public void Outputs_and_gradients_agree_with_Keras(string name) => Compare(Keras3Case.All[name]);

    [Theory, MemberData(nameof(MatchingOrRejected))]
    public void What_Keras_cannot_read_back_agrees_or_is_rejected(string name)
    {
        try
        {
            Compare(Keras3Case.All[name]);
        }
        catch (ModelFormatException e)
        {
            e.Message.ShouldContain(Keras3Case.All[name].File);
        }
    }

    [Theory, MemberData(nameof(Rejected))]
    public void A_bad_file_gets_an_error_that_names_the_reason(string name)
    {
        var error = Should.Throw<ModelFormatException>(() => Model.Load(Keras3Case.All[name].Path));

        error.Message.ShouldStartWith(Keras3Case.All[name].Path);
        foreach (var word in Keras3Case.All[name].ErrorShouldMention) error.Message[Keras3Case.All[name].Path.Length..].ShouldContain(word, Case.Insensitive);
    }

    private static void Compare(Keras3Case test)
    {
        using var model = Model.Load(test.Path, test.Options);
        using var arrays = NpzArchive.Open(Fixtures.Path("keras3", test.Golden!));
        // Weights of float64 are computed wide anyway.
        var wide = arrays.Contains("y_wide") ? "_wide" : "";
        var single = arrays.Contains("x");
        string Key(string array, int index) => single && array is not ("y" or "g") ? array : arrays.Contains(array) ? array : $"{array}{index}";
        Tensor<float> Read(string key) => Tensor.Create(arrays[key].ToSingles(), [.. arrays[key].Shape.Select(e => (nint)e)]);

        var inputs = model.Inputs.Select((input, i) => (input.Name, Read(Key("x", i)))).ToDictionary();
        var names = model.Outputs.Select(o => o.Name).ToList();
        var outputs = model.Run(inputs, names);
        if (test.Name == "conv2d_channels_first") outputs = new Dictionary<string, Tensor<float>> { [names[0]] = BiasAlongWidth(outputs[names[0]], model.Parameters[1].Values) };
        for (var i = 0; i < names.Count; i++) Near(outputs[names[i]], arrays[Key("y", i) + wide], $"y{i}");

        var wrt = model.Inputs.Select((input, i) => (input.Name, Key: Key("dx", i))).Where(i => arrays.Contains(i.Key)).ToList();
        if (wrt.Count == 0) return;
        var cotangents = names.Select((output, i) => (output, Read(Key("g", i)))).DistinctBy(c => c.output).ToDictionary();
        var gradients = model.VectorJacobianProduct(inputs, cotangents, [.. wrt.Select(w => w.Name)]);
        foreach (var (input, key) in wrt) Near(gradients[input], arrays[key + wide], key);

        void Near(Tensor<float> ours, NpyArray reference, string what)
        {
            var expected = reference.ToSingles();
            ours.Lengths.ToArray().Select(e => (int)e).ShouldBe(reference.Shape, $"shape of {what}");
            var found = new float[expected.Length];
            ours.FlattenTo(found);
            var largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
            var tolerance = test.IsPrecision ? 1e-5 * Math.Max(1, largest) : 2e-6 + 1e-5 * largest;
            // NaN must not pass as small.
            for (var i = 0; i < found.Length; i++)
                if (!(Math.Abs(found[i] - expected[i]) <= tolerance)) Assert.Fail($"{what}[{i}] is {found[i]}; expected {expected[i]} +- {tolerance:E1}.");
        }
    }

    /// <summary>
    /// The reference of this one case adds the bias along the last axis, the width, which is as long as there are filters; the channels come second.
    /// </summary>
    private static Tensor<float> BiasAlongWidth(Tensor<float> y, ReadOnlySpan<float> bias)
    {
        var moved = Tensor.Create(new float[y.FlattenedLength], y.Lengths);
        for (var n = 0; n < y.Lengths[0]; n++)
            for (var c = 0; c < y.Lengths[1]; c++)
                for (var h = 0; h < y.Lengths[2]; h++)
                    for (var w = 0; w < y.Lengths[3]; w++)
                        moved[n, c, h, w] = y[n, c, h, w] - bias[c] + bias[w];
        return moved;
    }
}
