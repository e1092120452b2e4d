using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras3;

/// <summary>Damaged files end in a model or in an error of their own kind, never in another exception.</summary>
public class DamagedModelTests
{
    private const int Flips = 400;
    private const int Cuts = 40;

    [Theory]
    [InlineData("net_ops.keras")]
    [InlineData("net_shared.keras")]
    [InlineData("bidirectional_lstm_concat.keras")]
    [InlineData("zip_deflated.keras")]
    [InlineData("legacy_nested.h5")]
    [InlineData("weights_plain.weights.h5", "weights_plain.config.json")]
    public void Flipped_and_missing_bytes_give_a_model_or_a_format_error(string name, string? config = null)
    {
        var good = File.ReadAllBytes(Fixtures.Path("keras3", name));
        var options = new LoadOptions { ConfigPath = config is null ? null : Fixtures.Path("keras3", config) };
        var random = new Random(20);
        var path = Path.GetTempFileName();
        try
        {
            for (var round = 0; round < Flips + Cuts; round++)
            {
                var bytes = (byte[])good.Clone();
                if (round >= Flips) Array.Resize(ref bytes, random.Next(bytes.Length));
                else
                    for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                LoadOrReject(path, bytes, options);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("net_ops.keras")]
    [InlineData("net_vit.keras")]
    [InlineData("net_cnn_lstm.keras")]
    [InlineData("net_unet.keras")]
    [InlineData("net_nested.keras")]
    public void A_damaged_architecture_gives_a_model_or_a_format_error(string name)
    {
        // Inside an archive the checksum would catch nearly all of this.
        using var archive = System.IO.Compression.ZipFile.OpenRead(Fixtures.Path("keras3", name));
        using var reader = new StreamReader(archive.GetEntry("config.json")!.Open());
        var good = reader.ReadToEnd();
        var random = new Random(7);
        string[] pieces = ["null", "-1", "0", "[]", "{}", "\"\"", "1e9", "2147483647", "true", "[1,2,3,4,5,6,7]", "\"same\"", "\"\\ud800\"", "0.5", "[[[]]]", "99999999999"];
        for (var round = 0; round < 400; round++)
        {
            var text = good;
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                // A whole value is replaced as often as a single character.
                var at = random.Next(text.Length);
                var colon = text.IndexOf(": ", at, StringComparison.Ordinal);
                var end = colon < 0 ? -1 : text.IndexOfAny([',', '}', ']'], colon);
                text = round % 2 == 0 || end < 0
                    ? string.Concat(text.AsSpan(0, at), ((char)random.Next(32, 127)).ToString(), text.AsSpan(at + 1))
                    : string.Concat(text.AsSpan(0, colon + 2), pieces[random.Next(pieces.Length)], text.AsSpan(end));
            }
            try
            {
                Model.FromConfig(text).Dispose();
            }
            catch (ModelFormatException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"round {round}: {e}");
            }
        }
    }

    private static void LoadOrReject(string path, byte[] bytes, LoadOptions options)
    {
        File.WriteAllBytes(path, bytes);
        try
        {
            Model.Load(path, options).Dispose();
        }
        catch (ModelFormatException e)
        {
            e.Message.ShouldContain(path);
        }
    }
}
