using Microsoft.Playwright;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>Waits by asking the page: Playwright's own waiting for an address or a load can miss the event that comes just as it begins to listen.</summary>
static class Arrival
{
    /// <summary>At the page with this path, or path and query, once it is complete.</summary>
    public static Task ArrivesAsync(this IPage page, Func<string, bool> isThere) =>
        Eventually.TrueAsync(async () => isThere(new Uri(page.Url).PathAndQuery) && await IsLoadedAsync(page), TestContext.Current.CancellationToken);

    public static Task ArrivesAsync(this IPage page, string path) => page.ArrivesAsync(address => address == path);

    /// <summary>With its styles and pictures.</summary>
    public static Task LoadsAsync(this IPage page) => Eventually.TrueAsync(() => IsLoadedAsync(page), TestContext.Current.CancellationToken);

    private static async Task<bool> IsLoadedAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<bool>("() => document.readyState === 'complete'");
        }
        catch (PlaywrightException)
        {
            // It has just gone to make way for the next.
            return false;
        }
    }
}
