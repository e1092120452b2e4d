using TfExplain.Models.Keras.Writing;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras.Saving;

public class LoadWeightsTests
{
    [Theory]
    [InlineData("small.h5")]
    [InlineData("small.weights.h5")]
    [InlineData("small_splitnames.h5")]
    [InlineData("small_model.h5")]
    public void Weights_of_every_form_replace_those_of_a_model(string name)
    {
        using var expected = Model.Load(File("small_model.h5"));
        using var model = Model.Load(File("small_model.h5"));
        var inputs = SavedModel.Inputs(model);
        var before = SavedModel.Bits(SavedModel.Run(model, inputs));
        foreach (var parameter in model.Parameters) parameter.Update(values => values.Fill(0.25f));
        model.Session.Invalidate();
        SavedModel.Bits(SavedModel.Run(model, inputs)).ShouldNotBe(before);

        model.LoadWeights(File(name));

        SavedModel.SameWeights(model, expected, value => value);
        SavedModel.Bits(SavedModel.Run(model, inputs)).ShouldBe(before);
    }

    [Theory]
    [InlineData("bad_wrong_shape.h5", "[3,3,3,4]")]
    [InlineData("bad_wrong_shape.weights.h5", "[3,3,3,4]")]
    [InlineData("bad_fewer_weights.h5", "batch_normalization_1")]
    [InlineData("bad_fewer_layers.h5", "8 layers")]
    [InlineData("bad_missing_variable.weights.h5", "dense")]
    [InlineData("bad_truncated.h5", "truncated")]
    public void Weights_that_do_not_fit_change_nothing(string name, string word)
    {
        using var expected = Model.Load(File("small_model.h5"));
        using var model = Model.Load(File("small_model.h5"));
        var hash = model.Hash;

        var error = Should.Throw<ModelFormatException>(() => model.LoadWeights(File(name)));

        error.Message.ShouldStartWith(File(name));
        error.Message.ShouldContain(word);
        SavedModel.SameWeights(model, expected, value => value);
        model.Hash.ShouldBe(hash);
    }

    [Fact]
    public void The_hash_follows_the_weights()
    {
        using var model = Model.Load(File("small_model.h5"));
        var whole = model.Hash;
        whole.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(File("small_model.h5")))));

        model.LoadWeights(File("small.h5"));
        var loaded = model.Hash;
        loaded.ShouldNotBe(whole);
        model.Parameters[0].Update(values => values[0]++);

        model.Hash.ShouldNotBe(loaded);
    }

    [Fact]
    public void A_missing_file_is_an_error_of_its_own()
    {
        using var model = Model.Load(File("small_model.h5"));

        Should.Throw<FileNotFoundException>(() => model.LoadWeights(File("none.h5")));
    }

    /// <summary>A model without file gets the names that Keras would have given.</summary>
    [Fact]
    public void Weights_are_named_as_Keras_2_names_them()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var file in SavingTests.Readable().Where(f => f.StartsWith("keras-layers/", StringComparison.Ordinal) && f.EndsWith(".h5", StringComparison.Ordinal)))
        {
            using var model = SavingTests.Load(file);
            var expected = model.Parameters.ToDictionary(p => p, p => p.SourceName!);
            foreach (var parameter in model.Parameters) parameter.SourceName = null;
            foreach (var (parameter, name) in LegacyNames.Of(model.Source!, KerasForm.Keras2Version))
            {
                compared++;
                if (name != expected[parameter]) wrong.Add($"{file}: {name}, Keras: {expected[parameter]}");
            }
        }
        compared.ShouldBeGreaterThan(300);
        wrong.ShouldBeEmpty();
    }

    private static string File(string name) => Fixtures.Path("applications", "files", name);
}
