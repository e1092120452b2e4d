using Microsoft.Playwright;

namespace TfExplain.Web.Tests;

/// <summary>The page of a training log, in a browser.</summary>
public sealed class LogPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [BrowserFact]
    public async Task It_loads_nothing_and_complains_of_nothing()
    {
        await using var visit = await browser.OpenAsync();
        await visit.Page.Locator("#texts").ScrollIntoViewIfNeededAsync();
        foreach (var image in await visit.Page.Locator("img").AllAsync()) await image.ScrollIntoViewIfNeededAsync();
        visit.Requests.Where(url => !url.StartsWith("data:image/png;base64,", StringComparison.Ordinal)).ShouldBe([browser.Address.AbsoluteUri]);
        visit.Complaints.ShouldBeEmpty();
        var pictures = await visit.Page.Locator("img").EvaluateAllAsync<bool[]>("images => images.map(i => i.complete && i.naturalWidth > 0)");
        pictures.Length.ShouldBeGreaterThan(8);
        pictures.ShouldAllBe(isShown => isShown);
    }

    [BrowserFact]
    public async Task Nothing_that_a_log_holds_becomes_markup()
    {
        await using var visit = await browser.OpenAsync();
        (await visit.Page.TitleAsync()).ShouldBe($"Sample {SampleLog.Hostile} – training log");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe($"Sample {SampleLog.Hostile}");
        (await visit.Card(SampleLog.Hostile).CountAsync()).ShouldBe(1);
        (await visit.Page.Locator(".prose").First.TextContentAsync()).ShouldBe(SampleLog.HostileText);
        (await visit.Page.Locator("td").GetByText(SampleLog.Hostile).CountAsync()).ShouldBe(2);
        (await visit.Page.Locator("body script").CountAsync()).ShouldBe(2);
        // Even a script that got into the page would not run.
        await visit.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = \"document.title = 'owned'\"; document.body.append(s); }");
        (await visit.Page.TitleAsync()).ShouldStartWith("Sample ");
        visit.Complaints.ShouldHaveSingleItem().ShouldContain("Content Security Policy");
    }

    [BrowserFact]
    public async Task The_slider_changes_the_pictures_of_all_runs()
    {
        await using var visit = await browser.OpenAsync();
        var card = visit.Card("grad_cam");
        var slider = card.GetByRole(AriaRole.Slider);
        var first = card.Locator("figure").Nth(0);
        var second = card.Locator("figure").Nth(1);
        // It starts at the last step; the second run ended earlier, and says so.
        (await Visit.ColourAsync(first.Locator("img"))).ShouldBe(200 * 256 + 100);
        (await Visit.ColourAsync(second.Locator("img"))).ShouldBe(100 * 256 + 200);
        (await second.InnerTextAsync()).ShouldContain("of step 2");
        await slider.FillAsync("1");
        (await Visit.ColourAsync(first.Locator("img"))).ShouldBe(50 * 256 + 100);
        (await Visit.ColourAsync(second.Locator("img"))).ShouldBe(50 * 256 + 200);
        (await second.InnerTextAsync()).ShouldNotContain("step");
        (await card.Locator("output").InnerTextAsync()).ShouldBe("step 1");
        (await second.Locator("img").GetAttributeAsync("alt")).ShouldBe("grad_cam, second, step 1");
        // The other series went along.
        (await Visit.ColourAsync(visit.Card("saliency").Locator("figure img").First)).ShouldBe(40 * 256 + 7);
        await visit.Page.GetByLabel("Move all steps together").UncheckAsync();
        await slider.FillAsync("0");
        (await Visit.ColourAsync(visit.Card("saliency").Locator("figure img").First)).ShouldBe(40 * 256 + 7);
        await card.Locator(".strip button").Nth(3).ClickAsync();
        (await Visit.ColourAsync(first.Locator("img"))).ShouldBe(150 * 256 + 100);
    }

    [BrowserFact]
    public async Task Play_runs_through_the_steps_and_stops_at_the_last()
    {
        await using var visit = await browser.OpenAsync(motion: ReducedMotion.Reduce);
        await visit.Page.Clock.InstallAsync();
        await visit.Page.ReloadAsync();
        var card = visit.Card("grad_cam");
        await card.GetByRole(AriaRole.Button, new() { Name = "Play grad_cam" }).ClickAsync();
        (await card.Locator("output").InnerTextAsync()).ShouldBe("step 0");
        await visit.Page.Clock.RunForAsync(1300);
        (await card.Locator("output").InnerTextAsync()).ShouldBe("step 2");
        (await card.GetByRole(AriaRole.Button, new() { Name = "Stop grad_cam" }).IsVisibleAsync()).ShouldBeTrue();
        await visit.Page.Clock.RunForAsync(5000);
        (await card.Locator("output").InnerTextAsync()).ShouldBe("step 4");
        (await card.GetByRole(AriaRole.Button, new() { Name = "Play grad_cam" }).IsVisibleAsync()).ShouldBeTrue();
    }

    [BrowserFact]
    public async Task Pointing_at_a_curve_tells_the_values_of_each_run()
    {
        await using var visit = await browser.OpenAsync();
        var card = visit.Card("loss");
        var readout = card.Locator(".readout");
        (await Words(readout)).ShouldBe("step 100 first 0.5 second 1");
        // The first step lies at the left end of the axis.
        var plot = await card.Locator(".plot").BoundingBoxAsync();
        await visit.Page.Mouse.MoveAsync(plot!.X + 30, plot.Y + 60);
        (await Words(readout)).ShouldBe("step 0 first 1 second 2");
        await visit.Page.Mouse.MoveAsync(plot.X + plot.Width - 1, plot.Y + 60);
        (await Words(readout)).ShouldBe("step 100 first 0.5 second 1");
        await visit.Page.Mouse.MoveAsync(plot.X - 40, plot.Y - 60);
        await Run(visit, "second").UncheckAsync();
        (await Words(readout)).ShouldBe("step 100 first 0.5");
        (await card.Locator("path.curve").CountAsync()).ShouldBe(1);
        await Run(visit, "first").UncheckAsync();
        (await card.IsVisibleAsync()).ShouldBeFalse();
    }

    [BrowserFact]
    public async Task Curves_can_be_smoothed_and_put_on_a_logarithmic_axis()
    {
        await using var visit = await browser.OpenAsync();
        var card = visit.Card("loss");
        var path = card.Locator("path.curve").First;
        var plain = await path.GetAttributeAsync("d");
        await visit.Page.GetByLabel("Logarithmic axis").CheckAsync();
        (await path.GetAttributeAsync("d")).ShouldNotBe(plain);
        await visit.Page.GetByLabel("Logarithmic axis").UncheckAsync();
        (await path.GetAttributeAsync("d")).ShouldBe(plain);
        await visit.Page.GetByLabel("Smoothing").FillAsync("0.9");
        (await card.Locator("path.raw").CountAsync()).ShouldBe(2);
        // The mean with weights 0.9 ^ age over 1, 0.95, ..., 0.5.
        var weights = Enumerable.Range(0, 11).Select(age => Math.Pow(0.9, age)).ToArray();
        var mean = weights.Select((w, age) => w * (0.5 + 0.05 * age)).Sum() / weights.Sum();
        (await Words(card.Locator(".readout"))).ShouldStartWith($"step 100 first {mean:0.#####} (0.5)");
    }

    [BrowserFact]
    public async Task Everything_can_be_reached_and_moved_with_the_keyboard()
    {
        await using var visit = await browser.OpenAsync();
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("Tab");
        (await Focused(visit)).ShouldBe("Skip to the log");
        var reached = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            await keys.PressAsync("Tab");
            reached.Add(await Focused(visit));
        }
        string[] order = ["Curves2", "Filter by tag", "first", "Smoothing", "loss, values by step", "Move all steps together", "Play grad_cam", "Step of grad_cam", "weights, first, distribution by step"];
        reached.Distinct().Where(order.Contains).ShouldBe(order);

        var curve = visit.Card("loss").Locator(".plot");
        await curve.FocusAsync();
        (await curve.GetAttributeAsync("aria-valuetext")).ShouldBe("step 100: first 0.5, second 1");
        await keys.PressAsync("ArrowLeft");
        (await curve.GetAttributeAsync("aria-valuetext")).ShouldBe("step 90: first 0.55, second 1.1");
        await keys.PressAsync("Home");
        (await Words(visit.Card("loss").Locator(".readout"))).ShouldBe("step 0 first 1 second 2");
        (await curve.EvaluateAsync<string>("n => getComputedStyle(n).outlineStyle")).ShouldBe("solid");

        await visit.Card("grad_cam").GetByRole(AriaRole.Slider).FocusAsync();
        await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("ArrowLeft");
        (await visit.Card("grad_cam").Locator("output").InnerTextAsync()).ShouldBe("step 2");

        var ridge = visit.Card("weights").Locator(".plot").First;
        await ridge.FocusAsync();
        await keys.PressAsync("Home");
        (await ridge.GetAttributeAsync("aria-valuetext"))!.ShouldStartWith("step 0: 200 values from −9.9999 to 9.9991");
    }

    [BrowserFact]
    public async Task It_follows_the_readers_colours()
    {
        async Task<(double Ground, double Ink)> Brightness(ColorScheme scheme)
        {
            await using var visit = await browser.OpenAsync(scheme);
            return (await Luminance(visit, "backgroundColor"), await Luminance(visit, "color"));
        }
        var light = await Brightness(ColorScheme.Light);
        var dark = await Brightness(ColorScheme.Dark);
        Contrast(light.Ground, light.Ink).ShouldBeGreaterThan(7);
        Contrast(dark.Ground, dark.Ink).ShouldBeGreaterThan(7);
        light.Ground.ShouldBeGreaterThan(light.Ink);
        dark.Ground.ShouldBeLessThan(dark.Ink);
    }

    [BrowserFact]
    public async Task A_narrow_screen_never_scrolls_sideways()
    {
        await using var visit = await browser.OpenAsync(width: 360, height: 740);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        (await visit.Card("loss").Locator(".plot").BoundingBoxAsync())!.Width.ShouldBeGreaterThan(250);
        (await visit.Card("grad_cam").Locator("figure img").First.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(100);
    }

    [BrowserFact]
    public async Task Tags_are_filtered_and_problems_listed()
    {
        await using var visit = await browser.OpenAsync();
        await visit.Page.GetByLabel("Filter by tag").FillAsync("SALI");
        (await visit.Card("saliency").IsVisibleAsync()).ShouldBeTrue();
        (await visit.Card("grad_cam").IsVisibleAsync()).ShouldBeFalse();
        (await visit.Page.Locator("#curves").InnerTextAsync()).ShouldContain("Nothing here matches.");
        (await visit.Page.Locator(".banner").InnerTextAsync()).ShouldContain("1 record could not be read");
        (await visit.Page.Locator("#problems").InnerTextAsync()).ShouldContain("first/broken.tfevents");
    }

    [BrowserFact]
    public async Task A_link_leads_to_what_can_be_seen()
    {
        await using var visit = await browser.OpenAsync(motion: ReducedMotion.Reduce);
        await visit.Page.Locator("#parts a", new() { HasText = "Pictures" }).ClickAsync();
        var bar = await visit.Page.Locator("#bar").BoundingBoxAsync();
        var title = await visit.Page.Locator("#pictures-title").BoundingBoxAsync();
        bar!.Y.ShouldBe(0);
        title!.Y.ShouldBeGreaterThanOrEqualTo(bar.Height);
        title.Y.ShouldBeLessThan(900);
    }

    [BrowserFact]
    public async Task Strong_words_of_Markdown_are_strong()
    {
        await using var visit = await browser.OpenAsync();
        (await visit.Card("settings").Locator("strong").First.InnerTextAsync()).ShouldBe("Adam <i>");
        (await visit.Card("settings").Locator("code").First.InnerTextAsync()).ShouldBe("lr=0.1");
    }

    [BrowserFact]
    public async Task Numbers_at_the_ends_of_their_ranges_are_drawn_without_complaint()
    {
        await using var visit = await browser.OpenAsync(address: SampleLog.WriteExtremes(browser.Folder));
        await visit.Page.GetByLabel("Logarithmic axis").CheckAsync();
        await visit.Page.GetByLabel("Smoothing").FillAsync("0.5");
        await visit.Page.GetByLabel("Logarithmic axis").UncheckAsync();
        await visit.Card("range").Locator(".plot").HoverAsync();
        visit.Complaints.ShouldBeEmpty();
        var drawn = await visit.Page.Locator("svg *").EvaluateAllAsync<string>("marks => marks.map(m => m.outerHTML).join('')");
        drawn.ShouldNotContain("NaN\"", Case.Sensitive);
        drawn.ShouldNotMatch("(M|L|[xyd12]=\")[^\"<]*(NaN|Infinity|undefined)");
        (await visit.Card("tall").BoundingBoxAsync())!.Height.ShouldBeLessThan(4000);
        (await visit.Card("range").Locator(".readout").InnerTextAsync()).ShouldContain("extremes");
    }

    private static ILocator Run(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = name, Exact = true });

    /// <summary>The text with single blanks.</summary>
    private static async Task<string> Words(ILocator locator) => string.Join(' ', (await locator.EvaluateAsync<string>("n => [...n.querySelectorAll('span')].map(s => s.textContent).join(' ')")).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static Task<string> Focused(Visit visit) => visit.Page.EvaluateAsync<string>(
        "() => { const n = document.activeElement; return n.getAttribute('aria-label') ?? [...n.labels?.[0]?.childNodes ?? [n]].filter(c => !c.matches?.('input, output')).map(c => c.textContent).join(''); }");

    private static async Task<double> Luminance(Visit visit, string property)
    {
        var parts = await visit.Page.EvaluateAsync<double[]>($"getComputedStyle(document.body).{property}.match(/[\\d.]+/g).slice(0, 3).map(Number)");
        double Linear(double v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : Math.Pow((v / 255 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(parts[0]) + 0.7152 * Linear(parts[1]) + 0.0722 * Linear(parts[2]);
    }

    private static double Contrast(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
}
