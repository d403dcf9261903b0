using System.Runtime.CompilerServices;
using Aspire.Dashboard.ConsoleLogs;
using Aspire.Dashboard.Model;
using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Unit.Dashboard;

public sealed class ConsolePageTests(Browser browser)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "anything", true)]
    [InlineData("IDS", "two ids", true)]
    [InlineData("/ids$/", "two IDS", true)]
    [InlineData("/^ids/", "two ids", false)]
    [InlineData("/(/", "a /(/ b", true)]
    [InlineData("/", "a/b", true)]
    [InlineData("//", "a//b", true)]
    [InlineData("/^(a+)+$/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false)]
    public void A_line_passes_a_filter_or_not(string? filter, string line, bool expected) => Assert.Equal(expected, ConsoleFilter.Of(filter)(line));

    [Fact]
    public async Task Lines_are_filtered_by_resource_pattern_and_time()
    {
        await using var server = await StartAsync();
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, TimezoneId = "UTC" });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GotoAsync(new Uri(server.Address, "/console").ToString());
        await Expect(page.Locator("[data-status]")).ToContainTextAsync("2,700 lines");
        // Only what is in sight is in the page.
        Assert.InRange(await page.Locator(".row").CountAsync(), 10, 120);
        await Photographs.TakeAsync(page, "dashboard-console-1440");
        await page.AssertAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Only" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "web", Exact = true }).ClickAsync();
        await Expect(page.Locator("[data-status]")).ToContainTextAsync("900 lines");
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "orders", Exact = true }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-status]")).ToContainTextAsync("1,800 lines");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter lines" }).FillAsync("/line 8[0-9]{2}$/");
        await Expect(page.Locator("[data-status]")).ToContainTextAsync("200 of 1,800 lines");
        await Expect(page.Locator(".row mark").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^line 8\\d\\d$"));
        Assert.Contains("only=web%2Corders", page.Url, StringComparison.Ordinal);
        var download = await page.GetByRole(AriaRole.Link, new() { Name = "Download" }).GetAttributeAsync("href");
        using var signedIn = await server.SignedInAsync();
        Assert.Equal(200, (await signedIn.GetStringAsync(download, Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter lines" }).FillAsync("/(/");
        await Expect(page.Locator("[data-status]")).ToContainTextAsync("not a regular expression");

        // By the address too: ten minutes after the first line.
        await page.GotoAsync(new Uri(server.Address, "/console?only=web&at=10:10:00").ToString());
        await Expect(page.Locator(".row").Filter(new() { HasText = "web: line 600" })).ToBeInViewportAsync();
        await Expect(page.Locator(".row").Filter(new() { HasText = "web: line 899" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Latest" }).ClickAsync();
        await Expect(page.Locator(".row").Filter(new() { HasText = "web: line 899" })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_thousand_lines_a_second_do_not_make_the_page_flicker()
    {
        var source = new BusySource();
        await using var server = await DashboardServer.StartAsync(source);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GotoAsync(new Uri(server.Address, "/console").ToString());
        await page.WaitForFunctionAsync("() => { const scroll = document.querySelector('[data-scroll]'); return scroll.scrollHeight > scroll.clientHeight + 2000; }");
        // Who has scrolled up reads on: what is seen neither moves nor is made anew while thousands come in.
        await page.Locator("[data-scroll]").EvaluateAsync("scroll => { scroll.scrollTop -= 400; }");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Latest" })).ToBeVisibleAsync();
        await page.EvaluateAsync(
            """
            () => {
              const scroll = document.querySelector('[data-scroll]');
              const middle = document.elementFromPoint(700, 450).closest('.row');
              window.seen = { middle, top: middle.getBoundingClientRect().top, moved: 0, gone: 0, frames: 0 };
              const look = () => {
                seen.frames++;
                if (!middle.isConnected) seen.gone++;
                else if (Math.abs(middle.getBoundingClientRect().top - seen.top) > 1) seen.moved++;
                requestAnimationFrame(look);
              };
              look();
            }
            """);
        var before = source.Written;
        await Eventually.TrueAsync(() => source.Written > before + 3_000, Ct);
        var seen = await page.EvaluateAsync<int[]>("() => [seen.frames, seen.moved, seen.gone]");
        Assert.True(seen[0] > 10, "no frame was drawn");
        Assert.Equal([0, 0], seen[1..]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Latest" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Latest" })).ToBeHiddenAsync();
    }

    static Task<DashboardServer> StartAsync()
    {
        var source = new StillSource();
        var ten = new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero);
        foreach (var name in (string[])["web", "catalog", "orders"])
        {
            source.Resources.Add(new() { Id = name, Name = name, DisplayName = name, Type = "Project", State = "Running" });
            source.Lines[name] = [.. Enumerable.Range(0, 900).Select(i => new ConsoleLine(i, ten.AddSeconds(i), $"{name}: \u001b[32mline {i}\u001b[0m", false))];
        }

        return DashboardServer.StartAsync(source);
    }

    /// <summary>Writes a thousand lines a second, as long as somebody looks.</summary>
    sealed class BusySource : IResourceSource
    {
        static readonly ResourceView Busy = new() { Id = "busy", Name = "busy", DisplayName = "busy", Type = "Project", State = "Running" };

        long _written;

        public long Written => Volatile.Read(ref _written);

        public IReadOnlyList<ResourceView> GetResources() => [Busy];

        public async IAsyncEnumerable<ResourceView> WatchAsync([EnumeratorCancellation] CancellationToken ct)
        {
            yield return Busy;
            await Task.Delay(Timeout.Infinite, ct);
        }

        public IReadOnlyList<ConsoleLine> GetConsoleLines(string resourceId, int last) => [];

        public async IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resourceId, [EnumeratorCancellation] CancellationToken ct)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            do
            {
                for (var i = 0; i < 10; i++)
                {
                    var number = Interlocked.Increment(ref _written);
                    yield return new(number, DateTimeOffset.UtcNow, $"line {number} of a process that has much to say", false);
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }

        public Task<CommandOutcome> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken ct) => Task.FromResult(new CommandOutcome(true, null));
    }
}
