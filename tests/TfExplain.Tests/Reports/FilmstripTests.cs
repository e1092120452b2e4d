using TfExplain.Imaging;
using TfExplain.Reports;
using TfExplain.TensorBoard;

namespace TfExplain.Tests.Reports;

public sealed class FilmstripTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("filmstrip").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void First_and_last_picture_are_always_there()
    {
        Write(20);
        var strip = Filmstrip.Of(_folder, "map", rows: 3);
        // Three pictures of 6 x 4, each over its line of text, with gaps between: the first is black, the last bright.
        strip.Row(10)[10 * strip.Channels].ShouldBe((byte)0);
        var lines = Enumerable.Range(0, strip.Height).Select(y => strip.Row(y)[(strip.Width / 2) * strip.Channels]).ToArray();
        lines.ShouldContain((byte)190);
        lines.ShouldContain((byte)90);
        lines.ShouldNotContain((byte)10);
    }

    [Fact]
    public void A_step_logged_twice_counts_once_as_it_was_last()
    {
        Write(2);
        using (var again = new SummaryWriter(_folder)) again.Image("map", Picture(77), 1);
        var strip = Filmstrip.Of(_folder, "map");
        var values = Enumerable.Range(0, strip.Height).Select(y => strip.Row(y)[(strip.Width / 2) * strip.Channels]).ToArray();
        values.ShouldContain((byte)77);
        values.ShouldNotContain((byte)10);
    }

    [Fact]
    public void Another_tag_is_told_with_the_nearest()
    {
        Write(1);
        Should.Throw<ArgumentException>(() => Filmstrip.Of(_folder, "mapp")).Message.ShouldContain("Did you mean 'map'?");
        Should.Throw<ArgumentException>(() => Filmstrip.Of(Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName, "map")).Message.ShouldContain("no pictures");
    }

    private void Write(int steps)
    {
        using var writer = new SummaryWriter(_folder);
        for (var step = 0; step < steps; step++) writer.Image("map", Picture((byte)(step * 10)), step);
    }

    private static Image Picture(byte shade)
    {
        var picture = new Image(120, 40, 3);
        Array.Fill(picture.Pixels, shade);
        return picture;
    }
}
