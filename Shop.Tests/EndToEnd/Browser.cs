using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Shop.Tests.EndToEnd;

/// <summary>The Chromium of this machine, started once by the first test that asks for it.</summary>
public sealed class Browser : IAsyncDisposable
{
    // Without windows it takes a third of the processor's time.
    private static readonly string[] s_programs = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A new window with no memory; skips the test where there is no browser.</summary>
    public async Task<IBrowserContext> NewWindowAsync(BrowserNewContextOptions? options = null)
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? Find();
        Assert.SkipWhen(program is null, "No Chromium was found: install the package chromium (Debian: apt-get install chromium), or set CHROMIUM_PATH.");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            // Beside hundreds of other tests a page may take its time.
            Assertions.SetDefaultExpectTimeout(15_000);
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        }
        finally
        {
            _gate.Release();
        }
        return await _browser.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _gate.Dispose();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(static directory => s_programs.Select((name, order) => (order, Path: Path.Combine(directory, OperatingSystem.IsWindows() ? $"{name}.exe" : name))))
            .Where(static program => File.Exists(program.Path)).OrderBy(static program => program.order).FirstOrDefault().Path;
}
