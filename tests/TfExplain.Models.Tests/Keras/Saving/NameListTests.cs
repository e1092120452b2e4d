using TfExplain.Models.Hdf5;
using TfExplain.Models.Hdf5.Writing;
using TfExplain.Models.Keras;
using TfExplain.Models.Keras.Writing;

namespace TfExplain.Models.Tests.Keras.Saving;

/// <summary>Lists of names that are too long for one attribute.</summary>
public class NameListTests
{
    // Keras takes the longest name times their number, and the fewest equal parts of at most 64,512 bytes.
    [Theory]
    [InlineData(1612, 40, 1)]
    [InlineData(1613, 40, 2)]
    [InlineData(5000, 40, 4)]
    [InlineData(3, 64512, 3)]
    [InlineData(9000, 6, 3)]
    public void Lists_are_split_as_Keras_splits_them(int count, int length, int parts)
    {
        var names = Enumerable.Range(0, count).Select(i => $"{i}".PadLeft(length, 'n')).ToList();
        var writer = new Hdf5Writer();
        LegacyWeightsWriter.Names(writer.Root, "layer_names", names);
        using var stream = new MemoryStream();
        writer.Write(stream);

        using var file = Hdf5File.Open(stream.ToArray(), "written");

        LegacyWeights.Strings(file.Root, "layer_names").ShouldBe(names);
        file.Root.Attributes.Keys.ShouldBe(parts == 1 ? ["layer_names"] : Enumerable.Range(0, parts).Select(i => $"layer_names{i}"));
        file.Root.Attributes.Values.First().Shape[0].ShouldBe((count + parts - 1) / parts);
    }

    [Fact]
    public void A_name_that_fits_nowhere_is_refused() =>
        Should.Throw<ModelFormatException>(() => LegacyWeightsWriter.Names(new Hdf5Writer().Root, "layer_names", [new string('n', 70_000)])).Message.ShouldContain("70,000");
}
