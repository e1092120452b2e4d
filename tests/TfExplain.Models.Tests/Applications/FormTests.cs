using TfExplain.Models.Keras.Writing;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Applications;

/// <summary>The architectures of the standard networks, which Keras 2 stored, in Keras 3's form and back.</summary>
public class FormTests
{
    public static TheoryData<string> Networks => [.. Directory.GetFiles(Fixtures.Path("applications", "structure"), "*.config.json.gz").Select(f => Path.GetFileName(f).Split(".config.json")[0]).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Networks))]
    public void Another_form_is_the_same_network(string network)
    {
        using var model = ApplicationFixture.Build(network);
        string there;
        try
        {
            there = KerasForm.Keras3(model, model.Source!);
        }
        catch (ModelFormatException e)
        {
            // These two call functions of TensorFlow.
            network.ShouldBeOneOf("ConvNeXtTiny", "MobileNetV3Small");
            e.Message.ShouldContain("TFOpLambda");
            return;
        }
        using var third = Model.FromConfig(there);
        var (back, version) = KerasForm.ForHdf5(third, third.Source!);
        using var second = Model.FromConfig(back);

        version.ShouldBe("2.15.0");
        KerasForm.IsKeras3(third.Source!.Stored).ShouldBeTrue();
        KerasForm.IsKeras3(second.Source!.Stored).ShouldBeFalse();
        foreach (var other in new[] { third, second })
        {
            Layers(other).ShouldBe(Layers(model));
            other.Parameters.Select(p => (p.Name, p.Shape, p.IsTrainable)).ShouldBe(model.Parameters.Select(p => (p.Name, p.Shape, p.IsTrainable)));
            other.Graph.Nodes.Select(n => (n.Name, n.Operation.ToString())).ShouldBe(model.Graph.Nodes.Select(n => (n.Name, n.Operation.ToString())));
        }
    }

    private static IEnumerable<string> Layers(Model model) => model.Layers.Select(l => $"{l.Name} {l.ClassName} {l.OutputShape}");
}
