using System.Diagnostics;
using Microsoft.Playwright;

namespace Shop.Bench;

/// <summary>A page of the dashboard in the Chromium of this machine, which follows what comes in as somebody's would.</summary>
sealed class OpenPage(IPlaywright playwright, IBrowser browser, IPage page) : IAsyncDisposable
{
    static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Null where there is no browser.</summary>
    public static async Task<OpenPage?> OpenAsync(string loginUrl)
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM_PATH")
            ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Programs.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
            return null;
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync(loginUrl);
        return new(playwright, browser, page);
    }

    /// <returns>How long until its heading was there.</returns>
    public async Task<TimeSpan> GoAsync(string path)
    {
        var clock = Stopwatch.StartNew();
        await page.GotoAsync(new Uri(new Uri(page.Url), path).ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.Locator("h1").First.WaitForAsync();
        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
