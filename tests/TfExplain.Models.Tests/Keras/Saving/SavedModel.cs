using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TfExplain.Engine;

namespace TfExplain.Models.Tests.Keras.Saving;

/// <summary>What two models must have in common to be the same: layers, weights bit for bit, predictions bit for bit.</summary>
internal static class SavedModel
{
    public static void ShouldBeSame(Model found, Model expected)
    {
        found.Name.ShouldBe(expected.Name);
        found.Layers.Select(l => (l.Name, l.ClassName, Calls: string.Join(';', l.Calls.Select(c => string.Join(',', c.Select(o => o.Shape))))))
            .ShouldBe(expected.Layers.Select(l => (l.Name, Functional(l.ClassName), Calls: string.Join(';', l.Calls.Select(c => string.Join(',', c.Select(o => o.Shape)))))));
        found.Inputs.Select(i => (i.Name, i.Shape)).ShouldBe(expected.Inputs.Select(i => (i.Name, i.Shape)));
        found.Outputs.Select(o => o.Name).ShouldBe(expected.Outputs.Select(o => o.Name));
        SameWeights(found, expected, value => value);
        var inputs = Inputs(expected);
        Bits(Run(found, inputs)).ShouldBe(Bits(Run(expected, inputs)));
    }

    public static void SameWeights(Model found, Model expected, Func<float, float> rounded)
    {
        found.Parameters.Select(p => (p.Name, p.Shape, p.IsTrainable)).ShouldBe(expected.Parameters.Select(p => (p.Name, p.Shape, p.IsTrainable)));
        foreach (var (ours, theirs) in found.Parameters.Zip(expected.Parameters))
            Bits(ours.Values).ShouldBe(Bits([.. theirs.Values.ToArray().Select(v => theirs.Name.EndsWith("/count", StringComparison.Ordinal) ? v : rounded(v))]), ours.Name);
    }

    /// <summary>Numbers from 0 to 1 for every input; whole numbers below 3 where an embedding reads them.</summary>
    public static Dictionary<string, Tensor<float>> Inputs(Model model)
    {
        var whole = model.Layers.Any(l => l.ClassName == "Embedding");
        return model.Inputs.Select((input, i) =>
        {
            var shape = input.Shape.Span.ToArray().Select((e, axis) => e != Shape.Unknown ? e : axis == 0 ? 2 : 16).ToArray();
            var values = new float[shape.Aggregate(1, (product, extent) => product * extent)];
            for (var j = 0; j < values.Length; j++) values[j] = whole ? (j + i) % 3 : (j * 37 + i * 11) % 101 / 101f;
            return (input.Name, Tensor.Create(values, [.. shape.Select(e => (nint)e)]));
        }).ToDictionary();
    }

    public static float[] Run(Model model, Dictionary<string, Tensor<float>> inputs)
    {
        var outputs = model.Run(inputs, [.. model.Outputs.Select(o => o.Name)]);
        return [.. model.Outputs.SelectMany(o =>
        {
            var values = new float[outputs[o.Name].FlattenedLength];
            outputs[o.Name].FlattenTo(values);
            return values;
        })];
    }

    public static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    private static string Functional(string className) => className == "Model" ? "Functional" : className;
}
