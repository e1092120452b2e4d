using TfExplain.Models.Hdf5;
using TfExplain.Models.Tests.Keras3;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras.Saving;

/// <summary>Written files hold the groups, data sets, types, shapes and attributes of those that Keras wrote.</summary>
public class SavedStructureTests
{
    // Of other types than float32 the numbers are kept, not the type; the third has an optimiser.
    private static readonly string[] s_others = ["format_float64.h5", "format_mixed_float16.h5", "format_with_optimizer.h5"];

    public static TheoryData<string> Keras2 => [.. SavingTests.Readable().Where(f => f.StartsWith("keras-layers/", StringComparison.Ordinal) && f.EndsWith(".h5", StringComparison.Ordinal) && !s_others.Contains(Path.GetFileName(f)))];

    public static TheoryData<string> Keras3 => [.. Keras3Case.All.Values
        .Where(c => c.Expect == "match" && !c.IsPrecision && c.File.EndsWith(".keras", StringComparison.Ordinal) && !c.Name.Contains("compiled", StringComparison.Ordinal) && !c.Name.StartsWith("quantized", StringComparison.Ordinal)).Select(c => c.Name)];

    [Theory, MemberData(nameof(Keras2))]
    public void A_whole_model_is_laid_out_as_Keras_2_does(string file)
    {
        using var folder = new TemporaryFolder();
        using var model = SavingTests.Load(file);

        model.Save(folder["model.h5"]);

        using var ours = Hdf5File.Open(folder["model.h5"]);
        using var theirs = Hdf5File.Open(Fixtures.Path(file.Split('/')));
        Same(ours, theirs);
    }

    [Theory, MemberData(nameof(Keras3))]
    public void Weights_are_laid_out_as_Keras_3_does(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Load(Keras3Case.All[name].Path);

        model.Save(folder["model.weights.h5"]);

        using var ours = Hdf5File.Open(folder["model.weights.h5"]);
        using var zip = System.IO.Compression.ZipFile.OpenRead(Keras3Case.All[name].Path);
        using var stored = new MemoryStream();
        using (var entry = zip.GetEntry("model.weights.h5")!.Open()) entry.CopyTo(stored);
        using var theirs = Hdf5File.Open(stored.ToArray(), name);
        Same(ours, theirs);
    }

    [Fact]
    public void The_original_library_reads_a_model()
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Load(Fixtures.Path("keras-training", "net_softmax.h5"));

        model.Save(folder["model.h5"]);

        var ours = Hdf5.Writing.Hdf5WriterTests.Dump(folder["model.h5"]);
        var theirs = Hdf5.Writing.Hdf5WriterTests.Dump(Fixtures.Path("keras-training", "net_softmax.h5"));
        // The first line names the file.
        ours?[ours.IndexOf('\n', StringComparison.Ordinal)..].ShouldBe(theirs![theirs!.IndexOf('\n', StringComparison.Ordinal)..]);
    }

    private static void Same(Hdf5File ours, Hdf5File theirs)
    {
        List<string> found = Describe(ours.Root), expected = Describe(theirs.Root);
        found.Except(expected).ShouldBeEmpty();
        expected.Except(found).ShouldBeEmpty();
        found.Count.ShouldBe(expected.Count);
    }

    private static List<string> Describe(Hdf5Group root)
    {
        var lines = new List<string>();
        var open = new Stack<Hdf5Object>([root]);
        while (open.TryPop(out var node))
        {
            lines.Add(node is Hdf5Dataset data ? $"{node.Path} {data.Type} [{string.Join(',', data.Shape)}]" : node.Path);
            foreach (var (name, attribute) in node.Attributes)
                // Keras counts the dropout layers that it has made inside others; their names stand nowhere else.
                lines.Add($"{node.Path} @{name} {attribute.Type} [{string.Join(',', attribute.Shape)}] {(attribute.Type == "<f8" || node.Path.Contains("/_dropout_layer", StringComparison.Ordinal) || node.Path.Contains("/_softmax", StringComparison.Ordinal) ? "" : string.Join('|', attribute.ReadStrings()))}");
            if (node is Hdf5Group group)
                foreach (var name in group.Names) open.Push(group[name]);
        }
        return lines;
    }
}
