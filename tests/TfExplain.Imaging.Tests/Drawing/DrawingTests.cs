using TfExplain.Imaging.ColorMaps;
using TfExplain.Imaging.Drawing;
using TfExplain.Imaging.Resampling;
using TfExplain.Testing;

namespace TfExplain.Imaging.Tests.Drawing;

public class DrawingTests
{
    [Fact]
    public void A_letter_is_its_dots_scaled()
    {
        var image = new Image(10, 18, 1);
        Label.Draw(image, "L", 0, 0, Rgb.White, 2);
        Label.Width("L", 2).ShouldBe(10);
        Label.Height(2).ShouldBe(18);
        for (var y = 0; y < 18; y++)
            for (var x = 0; x < 10; x++)
                image.Pixels[y * 10 + x].ShouldBe((byte)(y < 14 && (x < 2 || y >= 12) ? 255 : 0), $"({x}, {y})");
    }

    [Fact]
    public void Every_printable_character_has_a_glyph_of_its_own()
    {
        var pictures = new HashSet<string>();
        for (var c = '!'; c <= '~'; c++)
        {
            var image = new Image(6, 9, 1);
            Label.Draw(image, c.ToString(), 0, 0, Rgb.White, 1);
            pictures.Add(Convert.ToHexString(image.Pixels)).ShouldBeTrue($"{c} looks like another character");
            image.Pixels.Where(static (_, i) => i % 6 == 5).ShouldAllBe(static v => v == 0);
        }
        pictures.ShouldNotContain(Convert.ToHexString(new byte[54]));
        Label.Width("ż").ShouldBe(Label.Width("?"));
    }

    [Fact]
    public void Text_that_does_not_fit_ends_in_an_ellipsis()
    {
        Label.Fit("tabby", 1000).ShouldBe("tabby");
        var fitted = Label.Fit("Egyptian cat, a rather long name", 120);
        fitted.ShouldStartWith("Egypt");
        fitted.ShouldEndWith("...");
        Label.Width(fitted).ShouldBeLessThanOrEqualTo(120);
        Label.Fit("tabby", 3).ShouldBe("");
        Label.Width("").ShouldBe(0);
    }

    [Fact]
    public void What_leaves_the_image_is_cut_off()
    {
        var image = new Image(5, 4, 3);
        Label.Draw(image, "WW", -3, -3, Rgb.White);
        Label.Draw(image, "WW", 4, 3, Rgb.White);
        Shapes.Fill(image, -10, -10, 100, 100, new Rgb(1, 2, 3));
        image.Pixels.Chunk(3).ShouldAllBe(static p => p[0] == 1 && p[1] == 2 && p[2] == 3);
        Shapes.Place(image, Shapes.Blank(9, 9, Rgb.White), -4, -4);
        image.Pixels.ShouldAllBe(static v => v == 255 || v < 4);
        Shapes.Place(image, Shapes.Blank(2, 2, Rgb.White), 50, 50);
        Should.Throw<ArgumentException>(() => Shapes.Place(new Image(2, 2, 1), image, 0, 0));
    }

    [Fact]
    public void An_outline_lies_within_its_rectangle()
    {
        var image = new Image(5, 5, 1);
        Shapes.Outline(image, 1, 1, 3, 3, Rgb.White);
        image.Pixels.Count(static v => v == 255).ShouldBe(8);
        (image.Pixels[6], image.Pixels[12], image.Pixels[0]).ShouldBe(((byte)255, (byte)0, (byte)0));
    }

    [Fact]
    public void An_overlay_blends()
    {
        Image photo = new(2, 1, 3, [0, 100, 200, 255, 255, 255]), map = new(2, 1, 3, [100, 0, 200, 0, 0, 0]);
        Overlay.Blend(photo, map, 0.5f).Pixels.ShouldBe(new byte[] { 50, 50, 200, 128, 128, 128 });
        Overlay.Blend(photo, map, 0).Pixels.ShouldBe(photo.Pixels);
        Overlay.Blend(photo, map, 1).Pixels.ShouldBe(map.Pixels);
        Overlay.Blend(photo, map, [1f, 0f]).Pixels.ShouldBe(new byte[] { 100, 0, 200, 255, 255, 255 });
        Should.Throw<ArgumentException>(() => Overlay.Blend(photo, new Image(1, 1, 3), 0.5f));
        Should.Throw<ArgumentException>(() => Overlay.Blend(photo, map, 1.5f));
    }

    [Fact]
    public void Transparent_pictures_blend_into_the_sheet()
    {
        var sheet = Shapes.Blank(1, 1, Rgb.White);
        Shapes.Place(sheet, new Image(1, 1, 4, [0, 0, 0, 51]), 0, 0);
        sheet.Pixels.ShouldBe(new byte[] { 204, 204, 204 });
    }

    [Fact]
    public void A_contact_sheet_is_laid_out_in_a_grid()
    {
        var red = Shapes.Blank(30, 20, new Rgb(255, 0, 0));
        var small = Shapes.Blank(10, 10, new Rgb(0, 0, 255));
        var sheet = new ContactSheet { Columns = 2, Gap = 4 }.Compose([new(red), new(small), new(red)]);
        (sheet.Width, sheet.Height).ShouldBe((4 + 2 * 34, 4 + 2 * 24));
        sheet.Crop(4, 4, 30, 20).Pixels.ShouldBe(red.Pixels);
        sheet.Crop(48, 9, 10, 10).Pixels.ShouldBe(small.Pixels);
        sheet.Crop(4, 28, 30, 20).Pixels.ShouldBe(red.Pixels);
        sheet.Crop(0, 0, 72, 4).Pixels.ShouldAllBe(static v => v == 255);
        Should.Throw<ArgumentException>(() => new ContactSheet().Compose([]));
        var captioned = new ContactSheet { Columns = 2, Gap = 4, Title = "Title" }.Compose([new(red, "tabby"), new(red)]);
        captioned.Height.ShouldBe(4 + 18 + 4 + 20 + 2 + 18 + 4);
    }

    // Set the variable to a folder to look at the sheet.
    [Fact]
    public void A_sheet_of_a_photograph_and_its_maps_is_drawn()
    {
        var photo = Pillow.Bilinear.Resize(Image.Load(Fixtures.Path("jpeg", "video-001.jpeg")), 224, 154);
        var values = new float[224 * 154];
        for (var i = 0; i < values.Length; i++)
            values[i] = MathF.Exp(-((i % 224 - 120) * (i % 224 - 120) + (i / 224 - 70) * (i / 224 - 70)) / 2500f);
        var sheet = new ContactSheet { Columns = 3, Title = "Grad-CAM (block5_conv3): 281 tabby 72.4 %" }.Compose(
        [
            new(photo, "input"),
            .. new[] { ColorMap.Viridis, ColorMap.Jet, ColorMap.Inferno, ColorMap.RdBu }.Select(map => new ContactSheet.Cell(Overlay.Blend(photo, map.Apply(values, 224, 154), 0.5f), $"{map.Name}, alpha 0.5")),
            new(ColorMap.Turbo.Apply(values, 224, 154), "a caption which is much too long for its cell"),
        ]);
        (sheet.Width, sheet.Height).ShouldBe((12 + 3 * 236, 12 + 30 + 2 * (154 + 24 + 12)));
        if (Environment.GetEnvironmentVariable("TFEXPLAIN_DRAWINGS") is { Length: > 0 } folder)
            sheet.SavePng(Path.Combine(folder, "sheet.png"));
    }
}
