using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Shop.Tests.EndToEnd;

static class Accessibility
{
    /// <summary>Nothing that axe finds serious or critical in the page as it stands.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        await page.LoadsAsync();
        // A component of the dashboard's library is there before its parts have their names.
        await Eventually.TrueAsync(
            () => page.EvaluateAsync<bool>("() => [...document.querySelectorAll('[role=combobox]')].every(box => box.hasAttribute('aria-expanded'))"), TestContext.Current.CancellationToken);
        // Colours that are still changing are those of no state.
        await page.EvaluateAsync(
            "() => Promise.allSettled(document.getAnimations().filter(animation => animation.effect.getComputedTiming().endTime !== Infinity).map(animation => animation.finished))");
        var result = await page.RunAxe();
        var found = result.Violations.Where(static violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{page.Url}: {violation.Id}, {violation.Help}: {string.Join("; ", violation.Nodes.Select(static node => node.Html))}");
        Assert.True(!found.Any(), string.Join("\n", found));
    }

    public static async Task AssertFitsAsync(this IPage page)
    {
        // Before its styles are there a page may be as wide as its pictures.
        await page.LoadsAsync();
        var wide = await page.EvaluateAsync<string[]>("""
            () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
                : [...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth).slice(0, 8).map(element => element.cloneNode(false).outerHTML)
            """);
        Assert.True(wide.Length == 0, $"{page.Url} is wider than the window of {page.ViewportSize?.Width}: {string.Join(" ", wide)}");
    }
}
