using System.Globalization;
using Aspire.Dashboard.Traces;
using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class PagesTests(Browser browser)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_wrong_is_found_from_the_start_page_to_the_span()
    {
        await using var server = await StartAsync();
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await SignedInAsync(window, server);

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Not all is well: 2" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Waiting for the database: the password does not fit.")).ToBeVisibleAsync();
        await LookAsync(page, "overview-1440");
        // From the commonest error by its message to its records, one of them, and the span in which it happened.
        await page.GetByRole(AriaRole.Link, new() { Name = "Order {OrderId} could not be paid for" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Order 1011 could not be paid for" }).ClickAsync();
        await Expect(page.GetByText("TimeoutException: The gateway did not answer within 10 s.").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Resource", Exact = true })).ToHaveTextAsync("orders");
        await LookAsync(page, "logs-1440");
        var address = page.Url;
        await page.Locator(".details").GetByRole(AriaRole.Link, new() { Name = "Trace", Exact = true }).ClickAsync();
        await Expect(page.Locator(".details")).ToContainTextAsync("http://gateway/charges");
        await Expect(page.Locator(".waterfall tbody .row-button")).ToHaveCountAsync(9);
        await Expect(page.Locator(".on-path").First).ToBeAttachedAsync();
        await LookAsync(page, "trace-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "update stock" }).ClickAsync();
        await Expect(page.Locator(".details .sql b").First).ToHaveTextAsync("update");

        // The address is the whole state: opened elsewhere it shows the same.
        var other = await window.NewPageAsync();
        await other.GotoAsync(address);
        await Expect(other.Locator(".details h2")).ToHaveTextAsync("Order 1011 could not be paid for");
        await Expect(other.Locator(".logs tbody .row-button")).ToHaveCountAsync(12);
    }

    [Fact]
    public async Task Where_columns_are_left_out_their_heads_are_too()
    {
        await using var server = await StartAsync();
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 768, Height = 900 } });
        var page = await SignedInAsync(window, server);
        foreach (var path in (string[])["/", "/resources", "/logs", "/traces"])
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            // A list that is drawn as it scrolls begins with a row that keeps room.
            var row = page.Locator("main tbody tr:visible:has(td + td)").First;
            await Expect(row).ToBeVisibleAsync();
            await Expect(row.Locator("td:visible")).ToHaveCountAsync(await page.Locator("main thead").First.Locator("th:visible").CountAsync());
        }
    }

    [Fact]
    public async Task Lists_are_filtered_and_metrics_drawn()
    {
        await using var server = await StartAsync();
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await SignedInAsync(window, server);

        await OpenAsync(page, server, "/logs");
        await Expect(page.Locator(".summary")).ToContainTextAsync("412 of 412");
        // Only what is seen is in the page.
        await Expect(page.Locator(".logs .row-button").First).ToBeVisibleAsync();
        Assert.InRange(await page.Locator(".logs tbody tr").CountAsync(), 10, 80);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search in logs" }).FillAsync("mug-39");
        await Expect(page.Locator(".summary")).ToContainTextAsync("11 of 412");
        await page.GetByRole(AriaRole.Button, new() { Name = "Condition" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Field", Exact = true }).FillAsync("Elapsed");
        await page.ChooseAsync("Condition", "<");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Value", Exact = true }).FillAsync("31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        // Not the 11 of before.
        await Expect(page.Locator(".summary")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^1 of 412"));
        Assert.Contains("f=Elapsed%3C31", page.Url, StringComparison.Ordinal);

        // From when until when: the last while, or between two moments; without an end it is everything.
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await page.ChooseAsync("Time range", "Between …");
        await page.GetByLabel("Since", new() { Exact = true }).FillAsync("2001-01-01T00:00");
        await Expect(page.Locator(".summary")).ToContainTextAsync("412 of 412");
        await LookAsync(page, "logs-between-1440");
        await page.GetByLabel("Until", new() { Exact = true }).FillAsync("2001-02-01T00:00");
        await Expect(page.GetByText("No record matches")).ToBeVisibleAsync();
        await page.ChooseAsync("Time range", "Last 3h");
        await Expect(page.GetByLabel("Until", new() { Exact = true })).ToBeHiddenAsync();
        await Expect(page.Locator(".summary")).ToContainTextAsync("412 of 412");
        Assert.EndsWith("/logs?since=3h", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Time range" })).ToHaveTextAsync("Any time");

        await OpenAsync(page, server, "/logs?view=groups&level=error");
        await Expect(page.Locator(".groups tbody")).ToContainTextAsync("12");
        await LookAsync(page, "log-groups-1440");

        await OpenAsync(page, server, "/traces");
        await Expect(page.Locator(".summary")).ToContainTextAsync("421 of 421");
        await page.GetByRole(AriaRole.Button, new() { Name = "Only errors" }).ClickAsync();
        await Expect(page.Locator(".summary")).ToContainTextAsync("8 of 421");
        await LookAsync(page, "traces-1440");
        // What comes in while it is looked at comes by itself.
        server.Telemetry.Traces.Add([Incoming.Spans("orders", Incoming.Span(77_777, 1, name: "came later", fails: true))]);
        await Expect(page.Locator(".traces tbody")).ToContainTextAsync("came later");

        await OpenAsync(page, server, "/metrics?meter=test.meter&name=http.server.request.duration");
        await Expect(page.Locator(".legend")).ToHaveCountAsync(3);
        await Expect(page.Locator(".legend b").First).ToContainTextAsync("ms");
        await LookAsync(page, "metrics-1440");
        await page.GetByRole(AriaRole.Link, new() { Name = "requests", Exact = true }).ClickAsync();
        await page.ChooseAsync("Split by", "By route");
        await Expect(page.Locator(".legend")).ToHaveCountAsync(3);
        await Expect(page.Locator(".legend").Nth(2)).ToContainTextAsync("/cart");
        await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(page.Locator(".values thead")).ToContainTextAsync("/api/catalog/products");
        await LookAsync(page, "metrics-table-1440");
    }

    [Theory]
    [MemberData(nameof(Looks.Each), MemberType = typeof(Looks))]
    public async Task Pages_fit_and_can_be_used_by_everyone(string language, ColorScheme colours, int width)
    {
        await using var server = await StartAsync();
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = language, ColorScheme = colours });
        var page = await SignedInAsync(window, server);
        var trace = string.Create(CultureInfo.InvariantCulture, $"/traces/{SampleTelemetry.Purchase:x32}");
        foreach (var (path, name) in new[] { ("/", "overview"), ("/logs", "logs"), ("/logs?view=groups", "log-groups"), ("/traces", "traces"), (trace, "trace"), ($"{trace}?span={SampleTelemetry.FailedSpan:x16}", "span"), ("/metrics?meter=test.meter&name=requests", "metrics"), ("/metrics?board=test.meter%7Crequests&board=test.meter%7Chttp.server.request.duration", "board"), ("/messages", "messages"), ("/resources", "resources"), ("/console", "console") })
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await Expect(page.Locator("tbody tr:not([aria-hidden]), .legend, .console").First).ToBeVisibleAsync();
            await page.AssertFitsAsync();
            await Photographs.TakeAsync(page, string.Create(CultureInfo.InvariantCulture, $"dashboard-{name}-{width}-{language}"));
            await page.AssertAccessibleAsync();
        }
    }

    [Theory]
    [InlineData("select a from b where c = 'from x' and d in (select 1)", "select a\nfrom b\nwhere c = 'from x' and d in (select 1)")]
    [InlineData("select 'unclosed from", "select 'unclosed from")]
    [InlineData("select 1\nfrom b", "select 1\nfrom b")]
    [InlineData("insert into a (b) values ($1) returning \"from\"", "insert into a (b)\nvalues ($1)\nreturning \"from\"")]
    public void Statements_get_a_line_for_each_clause(string statement, string expected) =>
        Assert.Equal(expected, string.Concat(SqlText.Parts(statement).Select(p => p.Text)));

    static async Task<DashboardServer> StartAsync()
    {
        var source = new StillSource();
        source.Resources.AddRange(SampleTelemetry.Resources);
        var server = await DashboardServer.StartAsync(source);
        SampleTelemetry.Fill(server.Telemetry, DateTime.UtcNow);
        return server;
    }

    static async Task<IPage> SignedInAsync(IBrowserContext window, DashboardServer server)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        return page;
    }

    /// <summary>With its circuit: before that nobody hears a click.</summary>
    static async Task OpenAsync(IPage page, DashboardServer server, string path)
    {
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    static async Task LookAsync(IPage page, string name)
    {
        await Photographs.TakeAsync(page, $"dashboard-{name}");
        await page.AssertAccessibleAsync();
    }
}
