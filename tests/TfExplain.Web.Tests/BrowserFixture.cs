using Microsoft.Playwright;

namespace TfExplain.Web.Tests;

/// <summary>One browser and one page file for all tests of a class.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Folder { get; } = Directory.CreateTempSubdirectory("tf-explain-test-").FullName;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Address = SampleLog.Write(Folder);
        if (BrowserFactAttribute.BrowserPath is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>Opens the page as a reader would.</summary>
    public async Task<Visit> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, ReducedMotion motion = ReducedMotion.NoPreference, Uri? address = null)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = motion });
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.Page.GotoAsync((address ?? Address).AbsoluteUri);
        return visit;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(Folder, true);
    }
}

/// <summary>A page that is open. Everything it asks for and complains of is noted.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Request += (_, request) => Requests.Add(request.Url);
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += (_, dialog) => Complaints.Add($"dialog: {dialog.Message}");
    }

    public IPage Page { get; }

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    /// <summary>The card of a tag.</summary>
    public ILocator Card(string tag) => Page.Locator("article").Filter(new() { Has = Page.Locator("h3").GetByText(tag, new() { Exact = true }) });

    /// <summary>The colour in the middle of a picture, as red * 256 + green.</summary>
    public static Task<int> ColourAsync(ILocator picture) => picture.EvaluateAsync<int>(
        """
        async image => {
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          const drawing = canvas.getContext("2d");
          drawing.drawImage(image, 0, 0);
          const [red, green] = drawing.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data;
          return red * 256 + green;
        }
        """);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
